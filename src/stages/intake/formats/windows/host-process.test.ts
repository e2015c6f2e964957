import { describe, expect, it } from '@jest/globals';
import { processorMs } from '../../../../../test/processor-time.ts';
import { hostProcess } from './host-process.ts';

describe('the host process of PowerShell', () => {
  it.each([
    [
      'module logging',
      { ContextInfo: '  Host Application = "C:\\P F\\pwsh.exe" -c x\r\n  User = CORP\\anna\r\n' },
      'CORP\\anna',
      'C:\\P F\\pwsh.exe',
    ],
    [
      'the classic channel',
      { Data: 'Available\n\tUserId=CORP\\anna\n\tHostApplication=powershell -c x' },
      'CORP\\anna',
      'powershell',
    ],
    ['a name inside of another line', { Data: 'Note: HostApplication=evil.exe' }, '', ''],
    ['no such text', {}, '', ''],
  ])('given %s, when read, then user and image are known', (_, fields, user, image) => {
    expect(hostProcess(fields)).toMatchObject({ user, image });
  });

  it('given a text that repeats the names, when read, then it takes no longer than a linear pass', () => {
    const before = processorMs();
    hostProcess({ ContextInfo: 'User '.repeat(200_000) });
    expect(processorMs() - before).toBeLessThan(200);
  });
});
