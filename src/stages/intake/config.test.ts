import { describe, expect, it } from '@jest/globals';
import { intakeConfigSchema } from './config.ts';

describe('config of intake', () => {
  it('given nothing, when parsed, then the defaults hold', () => {
    expect(intakeConfigSchema.parse({})).toEqual({
      rawTenant: '',
      defaultTenant: '',
      latenessMs: 10_000,
      clockSkewMs: 60_000,
      hostNames: 'short',
      timeSource: 'append',
    });
  });

  it('given several faults, when parsed, then all are listed', () => {
    const { error } = intakeConfigSchema.safeParse({
      rawTenant: 'A B',
      latenessMs: -1,
      timeSource: 'clock',
      lateMs: 1,
    });
    expect(error?.issues).toHaveLength(4);
  });
});
