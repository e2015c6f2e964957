import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { blocklist } from './blocklist.ts';
import { findPersonalData, LONGEST_TEXT } from './find-personal-data.ts';

const found = (text: string) => findPersonalData(text).map(({ start, end, type }) => [type, text.slice(start, end)]);

describe('findPersonalData', () => {
  it.each<[string, readonly (readonly [string, string])[]]>([
    [
      'Jan  3 10:00:00 h1 sshd[9]: Failed password for invalid user ana.ruiz from 192.0.2.7 port 22 ssh2',
      [
        ['USERNAME', 'ana.ruiz'],
        ['IP_ADDRESS', '192.0.2.7'],
      ],
    ],
    [
      '{"ts":1,"user":{"name":"mlopez","domain":"CORP"},"src":"2001:db8::1f"}',
      [
        ['USERNAME', 'mlopez'],
        ['IP_ADDRESS', '2001:db8::1f'],
      ],
    ],
    [
      'INFO alta nombre=Jessica Marti Nieto telefono=+34 600 123 456 correo=j.marti@acme.example',
      [
        ['PERSON', 'Jessica Marti Nieto'],
        ['PHONE', '+34 600 123 456'],
        ['EMAIL', 'j.marti@acme.example'],
      ],
    ],
    [
      'WARN entrega a Calle de la Luna 12, 3º izq, 28004 Madrid; destinatario: Ruiz Gómez, Ana',
      [
        ['ADDRESS', 'Calle de la Luna 12, 3º izq, 28004 Madrid'],
        ['PERSON', 'Ruiz Gómez, Ana'],
      ],
    ],
    [
      'INFO paciente fecha nacimiento 1-2-1980 lat=40.4168 lon=-3.7038',
      [
        ['DATE_OF_BIRTH', '1-2-1980'],
        ['GEO', '40.4168'],
        ['GEO', '-3.7038'],
      ],
    ],
    ['DEBUG connecting postgres://app:Winter2024!@db-1:5432/prod', [['SECRET', 'Winter2024!']]],
    ['INFO parking entrada matrícula 1234 BCD plaza 77', [['PLATE', '1234 BCD']]],
    [
      'Sysmon 1: User: CORP\\olga38 Image: C:\\Users\\olga38\\x.exe',
      [
        ['USERNAME', 'olga38'],
        ['USERNAME', 'olga38'],
      ],
    ],
    [
      'My name is Krisztián Szöllösy, mail me at k@szo.example',
      [
        ['PERSON', 'Krisztián Szöllösy'],
        ['EMAIL', 'k@szo.example'],
      ],
    ],
    ['It is harmless: the user olga38 had been told of', [['USERNAME', 'olga38']]],
    [
      'INFO sync national_insurance=JC352742B company_tax_id=B96220710',
      [
        ['UK_NINO', 'JC352742B'],
        ['ES_CIF', 'B96220710'],
      ],
    ],
    ['{"level":"warn","driving_licence_number":"A1839752","ms":12}', [['DRIVER_LICENSE', 'A1839752']]],
    [
      'They say the DNI is 47616230 and the cédula was 1043059408.',
      [
        ['PE_DNI', '47616230'],
        ['CO_CEDULA', '1043059408'],
      ],
    ],
    ['INFO matrícula: 🔒 1234 BCD', [['PLATE', '1234 BCD']]],
    ['{"level":"warn","employee":" Ylvaq Thorzen ","ms":12}', [['PERSON', 'Ylvaq Thorzen']]],
    ['Ayer Ylvaq Thorzen abrió el fichero que no era suyo.', [['PERSON', 'Ylvaq Thorzen']]],
    ['Preguntamos a Ylvaq Thorzen por la alerta y nadie sabía nada.', [['PERSON', 'Ylvaq Thorzen']]],
    ['Lo vimos en Microsoft Defender y en Active Directory, y avisamos a Seguridad Informática.', []],
    ['Lo miramos y consta empleado Ylvaq Thorzen en el aviso.', [['PERSON', 'Ylvaq Thorzen']]],
  ])('given %s, then finds what is personal in it', (text, expected) => {
    expect(found(text)).toEqual(expected);
  });

  it.each([
    '2026-01-02T03:04:05Z INFO commit sha=1758696a8e20c274ec3a95b34eea50d0ef1c1ad5 build=56572557 duration=6462ms host=kafka-10',
    '2026-01-02 03:04:05 WARN checksum mismatch for document 58103025P in batch 48149731',
    '{"level":30,"time":1765641122536,"pid":58993,"hostname":"edge-27","msg":"request completed","responseTime":21993}',
    '2026-01-02 03:04:05 INFO service=carmen version=1.2.3.4 mac=00:1b:44:11:3a:b7 order=ORD-79927398713',
    '2026-01-02 03:04:05 INFO std::vector at 127.0.0.1 run by root, user=admin password=********',
    '2026-01-02 03:04:05 WARN luhn check failed for token 5388717764084106; not a card',
    '{"User":"NT AUTHORITY\\\\SYSTEM","OriginalFileName":"COMBASE.DLL","TargetDomainName":"PANDALAB","ElevatedToken":"%%1842"}',
    '{"eventName":"CreateUser","invokedBy":"secretsmanager.amazonaws.com","engineVersion":"19.0.0.0","accountId":"123837392027"}',
    'INFO mscorlib, Version=4.0.0.0, PublicKeyToken=b77a5c561934e089 \\Credential Providers\\{edd749de-2ef1-4a80-98d1-81f20e6df58e}',
    'Mozilla/5.0 (X11; Linux x86_64) Chrome/120.0.0.0 Safari/537.36',
  ])('given %s, then finds nothing', (text) => {
    expect(found(text)).toEqual([]);
  });

  it.each([
    ['zero-width signs', 'INFO card 4111\u200b1111\u200b1111\u200b1111 paid'],
    ['full width', 'INFO card ４１１１１１１１１１１１１１１１ paid'],
    ['emoji before it', 'INFO 👩‍👩‍👧 café card 4111 1111 1111 1111 paid'],
  ])('given a card number with %s, then finds it where it was written', (_, text) => {
    const [span] = findPersonalData(text);
    expect(span?.type).toBe('CREDIT_CARD');
    expect(
      text
        .slice(span?.start, span?.end)
        .normalize('NFKC')
        .replaceAll(/[\u200b ]/g, ''),
    ).toBe('4111111111111111');
  });

  it('given any text, then spans are in order, apart and inside', () => {
    const pieces = fc.constantFrom(
      'ana.ruiz@x.example ',
      'user=',
      '12345678Z ',
      'Ana Ruiz ',
      '😀',
      'e\u0301 ',
      '+34 600 123 456',
      '\n',
      '"',
      ' de ',
      '10.1.2.3 ',
    );
    fc.assert(
      fc.property(
        fc.array(fc.oneof(pieces, fc.string({ unit: 'binary', maxLength: 5 })), { maxLength: 20 }),
        (parts) => {
          const text = parts.join('');
          let last = 0;
          for (const { start, end } of findPersonalData(text)) {
            expect(start).toBeGreaterThanOrEqual(last);
            expect(end).toBeGreaterThan(start);
            last = end;
          }
          expect(last).toBeLessThanOrEqual(text.length);
        },
      ),
    );
  });

  it('given a value that was found, then finds it elsewhere too', () => {
    expect(found('INFO user=olga38 wrote /data/olga38/report.txt')).toEqual([
      ['USERNAME', 'olga38'],
      ['USERNAME', 'olga38'],
    ]);
  });

  it('given a blocklist, then finds its phrases in any case, accent and spacing, and never inside a word', () => {
    const blocked = blocklist(['Proyecto  Águila', 'zeta']);
    const text = 'INFO el PROYECTO aguila y los zetas, zeta';
    const spans = findPersonalData(text, { blocked });
    expect(spans.map(({ start, end, type }) => [type, text.slice(start, end)])).toEqual([
      ['BLOCKED', 'PROYECTO aguila'],
      ['BLOCKED', 'zeta'],
    ]);
  });

  it('given what a classifier found, then it is among the spans, and the surer one names the type', () => {
    const text = 'INFO ask zorblax for 12345678Z';
    const also = [
      { start: 9, end: 16, type: 'PERSON', sureness: 1 },
      { start: 20, end: 30, type: 'PERSON', sureness: 1 },
    ] as const;
    expect(findPersonalData(text, { also }).map(({ type }) => type)).toEqual(['PERSON', 'ES_DNI']);
  });

  it('given a text that is too long, then refuses it', () => {
    expect(() => findPersonalData('x'.repeat(LONGEST_TEXT + 1))).toThrow('too long');
  });

  it.each([
    'Aa ',
    '1 ',
    '@',
    'a@',
    'x@x.',
    'user=',
    'password=',
    'Calle Aa 1, ',
    '12 Aa 1 Apt 1, ',
    'eyJaaaaaaa.',
    'a:',
    '(',
    '\u0301',
  ])('given 200,000 signs of %j, then the time stays in proportion', (unit) => {
    const time = (length: number) => {
      const text = unit.repeat(Math.ceil(length / unit.length));
      const before = process.cpuUsage();
      findPersonalData(text);
      const { user } = process.cpuUsage(before);
      return user / 1000;
    };
    // A search that is quadratic needs over ten seconds here
    expect(time(200_000)).toBeLessThan(4_000);
  });
});

describe('blocklist', () => {
  it.each([['no letter'.replaceAll(/./g, '-')], [''], ['x'.repeat(201)]])('refuses the entry %j', (entry) => {
    expect(() => blocklist([entry])).toThrow(RangeError);
  });

  it('refuses more than 10,000', () => {
    expect(() => blocklist(Array.from({ length: 10_001 }, (_, at) => `word${at}`))).toThrow('10000');
  });
});
