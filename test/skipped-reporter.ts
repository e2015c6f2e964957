import type { AggregatedResult } from '@jest/reporters';

/** Tests that were left out for want of a server are told as the last word, with their number. */
export default class SkippedReporter {
  onRunComplete(_contexts: unknown, { numPendingTests, testResults }: AggregatedResult): void {
    if (numPendingTests === 0) return;
    const files = testResults.filter((one) => one.numPendingTests > 0).length;
    process.stderr.write(`SKIPPED ${numPendingTests} tests in ${files} files: the reasons stand above\n`);
  }
}
