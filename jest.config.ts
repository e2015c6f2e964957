import type { Config } from 'jest';

/** Suffixes tell the three speeds apart: *.test.ts has no I/O, *.int.test.ts real servers, *.e2e.test.ts whole chains. */
const config: Config = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2024' } }] },
  roots: ['<rootDir>/src', '<rootDir>/test', '<rootDir>/scripts', '<rootDir>/bench'],
  testMatch: ['**/*.test.ts'],
  modulePathIgnorePatterns: ['<rootDir>/dist'],
  testTimeout: 20_000,
  reporters: ['default', '<rootDir>/test/skipped-reporter.ts'],
};

export default config;
