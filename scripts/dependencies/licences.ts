/** A package as the lock file has it; `path` is its folder. */
export interface Package {
  readonly path: string;
  readonly name: string;
  readonly version: string;
  /** Empty where neither the lock file nor the package says. */
  readonly licence: string;
  /** Not part of what is shipped. */
  readonly isDev: boolean;
}

/** Licences that ask for no more than to be named. */
const ALLOWED: ReadonlySet<string> = new Set([
  ...[
    'MIT',
    'ISC',
    'Apache-2.0',
    'BSD-2-Clause',
    'BSD-3-Clause',
    '0BSD',
    'BlueOak-1.0.0',
    'CC0-1.0',
    'Unlicense',
    'PSF-2.0',
  ],
]);
/** caniuse-lite is data for the tests' compiler. */
const ALLOWED_FOR_DEVELOPMENT: ReadonlySet<string> = new Set([...ALLOWED, 'CC-BY-4.0']);

/** Packages that do not say in their package.json; what their LICENSE file says was read at this version. */
const READ_BY_US: Readonly<Record<string, string>> = { '@kafkajs/confluent-schema-registry@4.1.0': 'MIT' };

/** One line for each package that must not be used. */
export const licenceFaults = (packages: readonly Package[]): readonly string[] =>
  packages.flatMap((one) => {
    const licence = licenceOf(one);
    if (licence === '') return [`${one.name}@${one.version}: says nothing of its licence`];
    return isAllowed(licence, one.isDev ? ALLOWED_FOR_DEVELOPMENT : ALLOWED)
      ? []
      : [`${one.name}@${one.version}: ${licence} is not on the allow list`];
  });

export const licenceOf = ({ name, version, licence }: Package): string =>
  licence || READ_BY_US[`${name}@${version}`] || '';

/** An SPDX expression, brackets apart: one of several will do, of joined ones each must. */
const isAllowed = (expression: string, allowed: ReadonlySet<string>): boolean =>
  expression
    .replaceAll(/[()]/g, '')
    .split(/ OR /i)
    .some((choice) => choice.split(/ AND /i).every((licence) => allowed.has(licence.trim())));
