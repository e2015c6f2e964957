import type { Fault } from '../../detectors/sigma/rule.ts';

/** A fault as compilers write it, so that editors find its place. */
export const faultLine = ({ file, line, column, rule, feature, message }: Fault): string =>
  `${file}:${line}:${column}: ${rule === '' ? '' : `${rule}: `}${feature}: ${message}`;
