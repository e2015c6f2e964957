/** One version of a model. */
export interface ModelVersion {
  readonly name: string;
  readonly version: string;
}

const NAME_AND_VERSION = /^([^@]+)@([^@]+)$/;

export const modelVersionText = ({ name, version }: ModelVersion): string => `${name}@${version}`;

/** Null where the text names none. */
export function parseModelVersion(text: string): ModelVersion | null {
  const [, name, version] = NAME_AND_VERSION.exec(text) ?? [];
  return name === undefined || version === undefined ? null : { name, version };
}
