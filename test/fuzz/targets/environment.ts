import fc from 'fast-check';
import { configRows } from '../../../src/environment/config-rows.ts';
import { ConfigurationError, knownNames, readEnvironment } from '../../../src/environment.ts';
import { mutatedText, wildText } from '../mutate.ts';
import { asJson, law, type Target } from '../target.ts';

export type VariablesInput = Readonly<Record<string, string>>;

const NAMES = knownNames();
const SECRET = 'hunter2-4711';
const SAID = [
  ...[
    'true',
    'false',
    '0',
    '1',
    '-1',
    '1.5',
    '1e3',
    '65535',
    '999999999999999',
    'plain',
    'scram-sha-512',
    'warn',
    'short',
    'acme',
    'a,b,,c',
  ],
  ...[
    '127.0.0.1:9092',
    'a:1,[::1]:2',
    `http://u:${SECRET}@h:1/x`,
    `redis://:${SECRET}@h`,
    `rediss://u:${SECRET}@h:1/0?x=y`,
    'redis://h',
  ],
];

export const environmentTarget: Target<VariablesInput> = {
  name: 'environment',
  about: 'any variables are a frozen configuration or a list of faults, one line each, and no secret is shown',
  file: asJson(),
  inputs(corpus) {
    const known = fc.oneof(
      { weight: 8, arbitrary: fc.constantFrom(...NAMES) },
      { weight: 2, arbitrary: mutatedText(NAMES, 2) },
      { weight: 1, arbitrary: wildText(12) },
    );
    const said = fc.oneof(
      fc.constantFrom(...SAID),
      mutatedText([...SAID, ...corpus.flatMap((one) => Object.values(one))], 2),
    );
    const secrets = fc.record(
      { KAFKA_PASSWORD: fc.constant(SECRET), SCHEMA_REGISTRY_PASSWORD: fc.constant(SECRET) },
      { requiredKeys: [] },
    );
    return fc
      .tuple(fc.array(fc.tuple(known, said), { maxLength: 5 }), secrets)
      .map(([pairs, hidden]) => ({ ...Object.fromEntries(pairs), ...hidden }));
  },
  check: checkEnvironment,
};

function checkEnvironment(variables: VariablesInput): void {
  try {
    const environment = readEnvironment(variables);
    law(Object.isFrozen(environment) && Object.isFrozen(environment.rooms.intake), 'it can be changed');
    const rows = configRows(variables, environment);
    law(rows.length > 0 && rows.every(({ value }) => typeof value === 'string'), 'a row without a text');
    // elsewhere the text is no secret: whoever puts a password into the name of a client has told it already
    const shown = rows.filter(({ name }) => /PASSWORD|URL/.test(name)).map(({ value }) => value);
    law(!shown.some((value) => value.includes(SECRET)), () => `a secret is shown: ${shown.join(' ')}`);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    law(error.faults.length > 0, 'refused without a fault');
    // a file is named by its path, whatever somebody took for one
    const told = error.faults.filter(
      (fault) => !/^(?:\w+_FILE|VEDETTE_MODEL_KEYS|VEDETTE_API_KEYS|VEDETTE_BLOCKLIST): /.test(fault),
    );
    for (const fault of told) law(!fault.includes(SECRET), () => `a secret is told: ${fault}`);
    const longest = Math.max(...Object.keys(variables).map((name) => name.length));
    for (const fault of error.faults) law(fault.length <= longest + 400, () => `a fault of ${fault.length} characters`);
  }
}
