import { describe, expect, it } from '@jest/globals';
import * as andes from './andes.ts';
import * as europe from './europe.ts';
import { isIban } from './iban.ts';
import { isCard, passesLuhn } from './luhn.ts';
import * as mercosur from './mercosur.ts';
import { isCurp, isRfc } from './mexico.ts';
import * as spain from './spain.ts';
import { isSsn } from './united-states.ts';

/** Numbers that the bodies themselves print as examples, or that firms print on their invoices. */
describe('rules of control', () => {
  it.each<[string, (number: string) => boolean, readonly string[], readonly string[]]>([
    [
      'a card',
      isCard,
      ['4111111111111111', '378282246310005', '5555555555554444'],
      ['4111111111111112', '1111111111111117', '17660250000005'],
    ],
    ['Luhn', passesLuhn, ['79927398713'], ['79927398710']],
    [
      'an IBAN',
      isIban,
      ['ES9121000418450200051332', 'GB82WEST12345698765432', 'DE89370400440532013000'],
      ['ES9121000418450200051333', 'GB82WEST1234569876543', 'ZZ82WEST12345698765432'],
    ],
    ['a DNI', spain.isDni, ['12345678Z', '00000000T'], ['12345678A', '1234567Z']],
    ['a NIE', spain.isNie, ['X1234567L', 'Z1234567R', 'Y1234567X'], ['X1234567M']],
    ['a CIF', spain.isCif, ['A58818501', 'Q2826000H', 'P2807900B'], ['A58818502', 'P28079002', 'A5881850A']],
    ['a NSS', spain.isNss, ['281234567840', '280123456742'], ['281234567841', '991234567840']],
    ['an SSN', isSsn, ['123456789', '078051120'], ['000123456', '666123456', '900123456', '123006789', '123450000']],
    ['a RUT', mercosur.isRut, ['123456785', '10000013K', '111111111'], ['123456786', '10000013']],
    ['a CUIT', mercosur.isCuil, ['20123456786', '30500010912'], ['20123456787', '10123456786']],
    ['a CPF', mercosur.isCpf, ['11144477735', '52998224725'], ['11144477734', '11111111111']],
    ['a CNPJ', mercosur.isCnpj, ['11222333000181', '12ABC34501DE35'], ['11222333000182', '12ABC34501DE36']],
    ['a CI of Uruguay', mercosur.isUruguayanCi, ['12345672'], ['12345671', '00000000']],
    ['a CURP', isCurp, ['HEGG560427MVZRRL04'], ['HEGG560427MVZRRL05', 'HEGG561327MVZRRL04', 'HEGG560427MXXRRL04']],
    ['an RFC', isRfc, ['GODE561231GR8', 'SAT970701NN3'], ['GODE561231GR9', 'GODE561331GR8']],
    ['a cédula of Ecuador', andes.isEcuadorianCedula, ['1710034065'], ['1710034066', '9910034065', '1766034065']],
    [
      'a RUC of Ecuador',
      andes.isEcuadorianRuc,
      ['1710034065001', '1760001550001', '1790011674001'],
      ['1710034065000', '1760001560001', '1790011675001'],
    ],
    ['a cédula of the Dominican Republic', andes.isDominicanCedula, ['00113918205'], ['00113918206', '11111111111']],
    ['a cédula of Colombia', andes.isColombianCedula, ['79123456', '1012345678'], ['2012345678', '12345']],
    ['a NIT', andes.isNit, ['8001972684'], ['8001972685']],
    ['a RUC of Peru', andes.isPeruvianRuc, ['20131312955', '20100047218'], ['20131312956', '30131312955']],
    ['a RIF', andes.isRif, ['J070133805', 'G200091487'], ['J070133806', 'X070133805']],
    [
      'a NIR',
      europe.isNir,
      ['255081416802538', '180126955222380', '253072A07300443'],
      ['255081416802539', '255131416802538'],
    ],
    ['a codice fiscale', europe.isCodiceFiscale, ['RSSMRA85T10A562S'], ['RSSMRA85T10A562T']],
    ['a NIF of Portugal', europe.isPortugueseNif, ['123456789', '501964843'], ['123456780', '401964843']],
    ['a Steuer-ID', europe.isSteuerId, ['86095742719', '47036892816'], ['86095742710', '12345678903']],
    ['a BSN', europe.isBsn, ['111222333', '123456782'], ['111222334', '000000000']],
    ['a PESEL', europe.isPesel, ['44051401359', '02070803628'], ['44051401358', '44131401359']],
    ['a NINO', europe.isNino, ['AB123456C'], ['BG123456C', 'AB123456E', 'QQ123456C']],
  ])('know %s', (_, isValid, right, wrong) => {
    expect(right.filter((number) => !isValid(number))).toEqual([]);
    expect(wrong.filter(isValid)).toEqual([]);
  });
});
