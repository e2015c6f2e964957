/** Every kind of personal data that is told apart. Names of labels and metrics: a closed list. */
export type PersonalType =
  | 'PERSON'
  | 'USERNAME'
  | 'EMAIL'
  | 'PHONE'
  | 'IP_ADDRESS'
  | 'ADDRESS'
  | 'PLACE'
  | 'ORGANIZATION'
  | 'GEO'
  | 'DATE'
  | 'DATE_OF_BIRTH'
  | 'AGE'
  | 'SEX'
  | 'RELATIVE'
  | 'NATIONALITY'
  | 'OCCUPATION'
  | 'URL'
  | 'CREDIT_CARD'
  | 'IBAN'
  | 'SECRET'
  | 'PLATE'
  | 'PASSPORT'
  | 'DRIVER_LICENSE'
  | 'RECORD_NUMBER'
  | 'BLOCKED'
  | NationalNumber;

/** Numbers that a state gives to a person or a firm, by country. */
export type NationalNumber =
  | 'US_SSN'
  | 'ES_DNI'
  | 'ES_NIE'
  | 'ES_CIF'
  | 'ES_NSS'
  | 'FR_NIR'
  | 'IT_CF'
  | 'PT_NIF'
  | 'DE_STEUER_ID'
  | 'NL_BSN'
  | 'PL_PESEL'
  | 'UK_NINO'
  | 'CL_RUT'
  | 'AR_CUIL'
  | 'BR_CPF'
  | 'BR_CNPJ'
  | 'MX_CURP'
  | 'MX_RFC'
  | 'EC_CEDULA'
  | 'EC_RUC'
  | 'DO_CEDULA'
  | 'CO_CEDULA'
  | 'CO_NIT'
  | 'PE_RUC'
  | 'PE_DNI'
  | 'VE_RIF'
  | 'UY_CI';

/** A stretch of a text that is personal data; start and end (exclusive) in UTF-16 units. */
export interface PersonalSpan {
  readonly start: number;
  readonly end: number;
  readonly type: PersonalType;
}

/** How sure: 1 a shape alone, 2 a shape among telling words, 3 a check digit or a format that nothing else has. */
export type Sureness = 1 | 2 | 3;

/** A span before overlaps are resolved: of two that overlap, the surer one names the type. */
export interface Finding extends PersonalSpan {
  readonly sureness: Sureness;
}
