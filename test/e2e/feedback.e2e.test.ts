import { expect, it } from '@jest/globals';
import {
  ALERTS_SILENCES,
  FEEDBACK_SCRUBBED,
  FEEDBACK_SUBMITTED,
  type Feedback,
  type ScrubbedFeedback,
  type Silence,
} from '../../src/domain/contracts.gen.ts';
import { readEnvironment } from '../../src/environment.ts';
import { kafkaBroker } from '../../src/shell/kafka/broker.ts';
import { quietLogger } from '../../src/shell/quiet.ts';
import { registryCodec } from '../../src/shell/schema-registry/codec.ts';
import { registryClient } from '../../src/shell/schema-registry/registry-client.ts';
import { until } from '../contract/until.ts';
import { feedback } from '../feedback.ts';
import { startChain } from './chain-on-kafka.ts';
import { describeOnServers } from './on-servers.ts';
import { succeed } from './processes.ts';

const RUN_WITHIN_MS = 150_000;
const NAME = 'ana.ruiz77';

await describeOnServers('feedback on real servers', ({ variables: given, keep }) => {
  it(
    'given a verdict, a correction, a silence and a card number in a rule, then each goes where it belongs, and no name with it',
    async () => {
      const chain = keep(await startChain(given, ['scrub']));
      await chain.joined();
      const { kafka, registry } = readEnvironment(chain.variables);
      const broker = kafkaBroker(kafka, quietLogger);
      const codec = registryCodec(registryClient(registry));
      await codec.ready([FEEDBACK_SUBMITTED.name]);
      const producer = await broker.producer();
      const submit = async (value: Feedback) =>
        producer.send([
          {
            topic: FEEDBACK_SUBMITTED.name,
            partition: 0,
            key: Buffer.from('acme/a1'),
            value: codec.encode(FEEDBACK_SUBMITTED.name, value),
            headers: { 'tenant-id': Buffer.from('acme') },
          },
        ]);
      const read = async <T>(topic: string): Promise<readonly T[]> => {
        const values: T[] = [];
        for await (const { value } of broker.readAll(topic)) {
          const decoded = value ? await codec.decode(topic, value) : null;
          if (decoded?.ok) values.push(decoded.value as T);
        }
        return values;
      };
      await submit(feedback('verdict', { reason: `INFO it was user=${NAME} again` }, { author: NAME }));
      const draft = `INFO login of user=${NAME}\n\nThe host was lockd at noon by us.`;
      await submit(feedback('correction', { draft, corrected: draft.replace('lockd', 'locked') }));
      await submit(feedback('silence', { entity: 'ws01', reason: `INFO user=${NAME}` }));
      await submit(feedback('silence', { rule: '4111111111111111' }));
      await until('all is read', async () => (await broker.offsets('scrub.dlq')).some(({ end }) => end > 0), 60_000);
      const scrubbed = await read<ScrubbedFeedback>(FEEDBACK_SCRUBBED.name);
      expect(scrubbed.map(({ kind }) => kind).toSorted()).toEqual(['correction', 'verdict']);
      const silences = await read<Silence>(ALERTS_SILENCES.name);
      expect(silences).toMatchObject([{ kind: 'silence', entity: 'ws01' }]);
      expect(JSON.stringify([scrubbed, silences])).not.toContain(NAME);
      const { stdout } = await succeed(['dlq', 'list', '--json'], chain.variables);
      expect(JSON.parse(stdout)).toMatchObject([{ stage: 'scrub', reason: 'pii_left' }]);
      await succeed(['audit', '--wait', '30'], chain.variables);
      await producer.close();
      await broker.close();
    },
    RUN_WITHIN_MS,
  );
});
