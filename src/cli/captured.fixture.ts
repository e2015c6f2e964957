import { afterEach, beforeEach, jest } from '@jest/globals';

/** What a command has written in the test that runs, instead of writing it. */
export function captured(): { readonly out: string; readonly err: string } {
  const written = { out: '', err: '' };
  const into = (name: 'out' | 'err') => (text: unknown) => {
    written[name] += text;
    return true;
  };
  beforeEach(() => {
    Object.assign(written, { out: '', err: '' });
    jest.spyOn(process.stdout, 'write').mockImplementation(into('out'));
    jest.spyOn(process.stderr, 'write').mockImplementation(into('err'));
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });
  return written;
}
