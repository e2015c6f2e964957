/** What is wrong with a piece, and where, as a JSON pointer into the body. */
export interface PieceFault {
  readonly at: string;
  readonly fault: string;
}

const TITLES = {
  malformed: [400, 'The body is not feedback'],
  key_unknown: [401, 'No key, or one that is not known'],
  other_tenant: [403, 'The key is of another tenant'],
  method: [405, 'Feedback is posted'],
  too_slow: [408, 'The body did not come in time'],
  too_large: [413, 'The body is too large'],
  media_type: [415, 'The body must be application/json in UTF-8, not packed'],
  too_often: [429, 'This key asks too often'],
  unexpected: [500, 'A fault of vedette'],
  unavailable: [503, 'Feedback cannot be taken at this moment'],
} as const;

export type ProblemCode = keyof typeof TITLES;

/** Why a request is refused. */
export interface Problem {
  readonly problem: ProblemCode;
  readonly detail?: string;
  readonly faults?: readonly PieceFault[];
}

export const PROBLEM_TYPE = 'application/problem+json';

export const problem = (code: ProblemCode, facts: Omit<Problem, 'problem'> = {}): Problem => ({
  problem: code,
  ...facts,
});

/** The problem document (RFC 9457) of a refusal. */
export function problemDocument({ problem: code, ...facts }: Problem) {
  const [status, title] = TITLES[code];
  return { type: `urn:vedette:problem:${code}`, title, status, ...facts };
}
