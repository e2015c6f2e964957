import { describe, expect, it } from '@jest/globals';
import { confidenceName, riskLevel, severityId, severityName } from './severity.ts';

describe('severity', () => {
  it.each([
    [-1, 0, 'Unknown'],
    [Number.NaN, 0, 'Unknown'],
    [1, 1, 'Informational'],
    [4.9, 4, 'High'],
    [5, 5, 'Critical'],
    [1e9, 6, 'Fatal'],
  ])('%d is %d, %s', (given, id, name) => {
    expect(severityId(given)).toBe(id);
    expect(severityName(given)).toBe(name);
  });

  it.each([
    [0, 'Info'],
    [19, 'Info'],
    [20, 'Low'],
    [79, 'High'],
    [100, 'Critical'],
  ])('a risk of %d is %s', (risk, level) => {
    expect(riskLevel(risk)).toBe(level);
  });

  it.each([
    [0.2, 'Low'],
    [0.5, 'Medium'],
    [0.8, 'High'],
  ])('a confidence of %d is %s', (confidence, name) => {
    expect(confidenceName(confidence)).toBe(name);
  });
});
