import fc from 'fast-check';
import { learn, lose, lossesOf } from '../../../src/runner/losses.ts';
import { decodeRecord, encodeRecord, newRecord } from '../../../src/runner/record.ts';
import { controlText, hear, parseControl } from '../../../src/runner/watermark.ts';
import { hostileJson, mutated } from '../mutate.ts';
import { law, RAW, type Target } from '../target.ts';

const NAMES = ['sender', 'senders', 'watermark', 'losses', 'intake/0', 'acme', '__proto__', 'constructor', 'toString'];

export const controlTarget: Target<Uint8Array> = {
  name: 'control',
  about: 'a control record that is believed moves the watermark forwards alone, and its losses are numbers',
  file: RAW,
  inputs(corpus) {
    const counts = fc.oneof(
      fc.constantFrom<unknown>([1, 2, 3, 4], [], null, [-1, 1e308, null, 'x'], { length: 4 }),
      hostileJson(NAMES, 1),
    );
    const name = fc.constantFrom(...NAMES);
    const losses = fc.oneof(
      dictionary(name, fc.oneof(dictionary(name, counts), hostileJson(NAMES, 2))),
      hostileJson(NAMES, 2),
    );
    const control = fc.record({
      sender: fc.oneof(name, fc.string()),
      senders: fc.constantFrom<unknown>(1, 2, 0, -1, 2 ** 40, 1.5, '2'),
      watermark: fc.oneof(
        fc.integer(),
        fc.constantFrom<unknown>(Number.MAX_SAFE_INTEGER, -Number.MAX_SAFE_INTEGER, 1e300, null),
      ),
      losses,
    });
    return fc.oneof(
      mutated(corpus),
      control.map((value) => Buffer.from(JSON.stringify(value))),
    );
  },
  check: checkControl,
};

const dictionary = (name: fc.Arbitrary<string>, value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.array(fc.tuple(name, value), { maxLength: 4 }).map((pairs) => Object.fromEntries(pairs));

function checkControl(bytes: Uint8Array): void {
  const control = parseControl(Buffer.from(bytes).toString());
  if (control === null) return;
  const again = parseControl(controlText(control));
  law(again !== null && again.watermark === control.watermark, 'a control record reads as another');
  const record = newRecord('features', 'telemetry.events.v1', 0, 0);
  lose(record.losses, 'features/0', 'late', 'acme');
  learn(record.losses, control.losses);
  learn(record.losses, control.losses);
  for (const tenant of ['acme', 'constructor', '__proto__'])
    for (const count of Object.values(lossesOf(record.losses, tenant)))
      law(Number.isFinite(count) && count >= 0, () => `losses of ${count}`);
  const first = hear(record.heard, control);
  law(!Number.isNaN(first), 'the watermark is no number');
  const back = hear(record.heard, { ...control, watermark: control.watermark - 1_000 });
  law(back >= first, 'the watermark went back');
  const read = decodeRecord(encodeRecord(record));
  law(JSON.stringify(read.losses) === JSON.stringify(record.losses), 'the losses are saved as others');
}
