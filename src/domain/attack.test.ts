import { describe, expect, it } from '@jest/globals';
import { isTechnique, parentOf, TACTIC_ORDER, tacticOf, techniqueName, techniqueUrl } from './attack.ts';
import { MATRIX } from './attack-matrix.ts';

describe('attack', () => {
  it.each([
    ['T1059.001', 'TA0002', 'Command and Scripting Interpreter: PowerShell'],
    ['T1003.001', 'TA0006', 'OS Credential Dumping: LSASS Memory'],
    ['T1110', 'TA0006', 'Brute Force'],
    ['T1021.002', 'TA0008', 'Remote Services: SMB/Windows Admin Shares'],
    ['AML.T0051', 'AML.TA0005', 'LLM Prompt Injection'],
    ['AML.T0051.001', 'AML.TA0005', 'LLM Prompt Injection: Indirect'],
  ])('%s belongs to %s and is called %s', (id, tactic, name) => {
    expect(tacticOf(id).uid).toBe(tactic);
    expect(techniqueName(id)).toBe(name);
  });

  it('gives an unknown sub-technique the tactic of its technique, and nothing to nonsense', () => {
    expect(tacticOf('T1059.099').name).toBe('Execution');
    expect(tacticOf('__proto__')).toEqual({ uid: '', name: '' });
    expect(techniqueName('constructor')).toBe('constructor');
  });

  it('has well-formed ids, each once', () => {
    const ids = MATRIX.flatMap(({ techniques }) => techniques.split('\n').map((line) => line.split(' ', 1)[0] ?? ''));
    expect(ids.filter((id) => !/^(AML\.)?T\d{4}$/.test(id))).toEqual([]);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.every(isTechnique)).toBe(true);
    expect(TACTIC_ORDER.indexOf('TA0001')).toBeLessThan(TACTIC_ORDER.indexOf('TA0040'));
  });

  it('links to the page of a technique', () => {
    expect(techniqueUrl('T1059.001')).toBe('https://attack.mitre.org/techniques/T1059/001');
    expect(techniqueUrl('AML.T0051')).toBe('https://atlas.mitre.org/techniques/AML.T0051');
    expect(parentOf('AML.T0051.000')).toBe('AML.T0051');
  });
});
