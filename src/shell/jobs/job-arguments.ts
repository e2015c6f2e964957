import type { JobSpec } from '../../stages/launch/ports.ts';

/** What a trainer is told of its own job, wherever it runs. */
export const jobArguments = ({ name, place, attempt }: JobSpec): readonly string[] => [
  ...['--name', name, '--place', place, '--attempt', String(attempt)],
];
