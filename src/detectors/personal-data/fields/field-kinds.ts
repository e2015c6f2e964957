import { foldedWord } from '../names/folded-word.ts';
import { isEnglish, mayBeFamily, mayBeGiven } from '../names/known-words.ts';
import type { PersonalType } from '../personal-type.ts';

/** What a field holds by its name, how a bare value of it reads, and what it must look like. */
export interface FieldKind {
  readonly type: PersonalType;
  readonly keys: RegExp;
  /** Sticky. */
  readonly bare: RegExp;
  readonly isValue: (value: string) => boolean;
}

const any = () => true;
const hasDigit = (value: string) => /\d/.test(value);
const NAME_WORDS =
  /\p{L}[\p{L}'.-]{0,30}(?: {1,2}(?!\p{L}{1,20} ?[:=])(?:de|del|la|las|los|y|e|da|dos|van|von|der|den|di|le|\p{Lu}[\p{L}'.-]{0,30})){0,7}/uy;
const TO_STOP = /[^\n;|"'}]{2,120}?(?=[;|"'}\n]|\.?$|\.\s|\s{1,2}[\p{L}_]{2,30} ?[:=])/uy;
const WORD = /[^\s,;|"'<>()[\]{}=]{1,80}/y;
const NUMBER = /[\p{L}\p{N}][\p{L}\p{N}/.-]{0,24}(?: \d[\d/.-]{0,12}){0,4}/uy;
const PHONE_SIGNS = /\+?[\d() .-]{6,22}\d/y;

const isPersonName = (value: string): boolean =>
  /^\p{Lu}/u.test(value) && !/[\d_/\\=@:]|\.\p{L}{2}/u.test(value) && value.length > 1 && value.split(' ').length < 9;
/** One of its words is on a list, or there are several and none is English. */
function isKnownName(written: readonly string[]): boolean {
  const words = written.map(foldedWord);
  return words.some((word) => mayBeGiven(word) || mayBeFamily(word)) || (words.length > 1 && !words.some(isEnglish));
}
/** Names of accounts that a system gives, and numbers of them. */
const isAccount = (value: string): boolean => isNamed(value.slice(value.lastIndexOf('\\') + 1));
const isNamed = (value: string): boolean =>
  !/^(?:\d{1,6}|root|admin|administrator|system|sys|nobody|daemon|guest|anonymous|unknown|none|null|nil|true|false|n\/a|-|local ?service|network ?service|service|postgres|mysql|oracle|redis|kafka|nginx|apache|httpd|www-data|ubuntu|debian|ec2-user|centos|vagrant|docker|jenkins|git|gitlab|backup|bin|ftp|mail|sshd|test|user|usuario|app|default|operator|svc.*|.*\$|\?+|\(.*|[%$*].*|[\w-]+(?:\.[\w-]+)*\.(?:com|net|org|io|exe|dll|internal|local))$/i.test(
    value,
  ) && /[\p{L}\d]/u.test(value);

/** Fields by what they hold; the first that knows a name has it. */
export const FIELD_KINDS: readonly FieldKind[] = [
  {
    type: 'PERSON',
    keys: /(?:^|_)(?:nombres?|apellidos?(?:_\w+)?|full_?name|first_?name|last_?name|given_?names?|family_?name|middle_?name|sur_?name|display_?name|real_?name|customer(?:_name)?|client_name|cliente|contact(?:_name)?|contacto|titular|destinatari[oa]|remitente|beneficiari[oa]|paciente|patient(?:_name)?|card_?holder(?:_name)?|account_?holder|recipient|holder|employee(?:_name)?|empleado|trabajador|medico|doctor|doctora|facultativo|enfermer[oa]|propietario|solicitante|firmado|signed|gecos|attn|cn|(?:member|employee|person|patient|guest|owner|author|sender|receiver|student|passenger|driver|agent|buyer|seller|caller)_?name|por|clinico|responsable|autor)$/,
    bare: NAME_WORDS,
    isValue: isPersonName,
  },
  {
    type: 'PERSON',
    keys: /^name$/,
    bare: NAME_WORDS,
    isValue: (value) => isPersonName(value) && isKnownName(value.split(/[ ,]+/)),
  },
  {
    type: 'USERNAME',
    keys: /(?:^|_)(?:user(?:_?name|_?id|_?login)?|usuario|login(?:_?name)?|logon_?name|account(?:_?name)?|acct|cuenta|log_?name|ruser|suser|duser|susername|actor|principal_?name|author|owner|operator|operador|nick(?:_?name)?|handle|uname|usr|assignee|reporter|created_by|updated_by|approved_by|samaccountname|upn|uid|sudo_user|invalid_user|auid)$/,
    bare: WORD,
    isValue: isAccount,
  },
  {
    type: 'PHONE',
    keys: /(?:^|_)(?:phones?|tel|tels|telf|tlf|tfno|tfn|telefonos?|telephone|movil|mobile|cell(?:_?phone)?|celular|fax|msisdn|whatsapp|phone_?number|contact_?number)$/,
    bare: PHONE_SIGNS,
    isValue: (value) => value.replaceAll(/\D/g, '').length >= 7,
  },
  {
    type: 'ADDRESS',
    keys: /(?:^|_)(?:address(?:_?line_?\d?)?|street(?:_?address)?|direccion|domicilio|calle|shipping|billing|postal_address|residencia|addr)$/,
    bare: TO_STOP,
    isValue: (value) =>
      /\p{L}{2}/u.test(value) && /[ ,]/.test(value) && !/^[\w.-]+:\d+|^0x|(?:[\da-f]{2}:){5}/i.test(value),
  },
  {
    type: 'PLACE',
    keys: /(?:^|_)(?:city|town|ciudad|localidad|provincia|province|municipio|poblacion|cp|codigo_?postal|zip(?:_?code)?|postal_?code|post_?code|pais|country|state_or_province)$/,
    bare: /(?:\d{4,6}|\p{Lu}[\p{L}'-]{1,30}(?:[ /]{1,3}(?!\p{L}{1,20} ?[:=])(?:de|del|la|las|los|el|y|\p{Lu}[\p{L}'-]{0,30}|\(\p{Lu}[\p{L}'-]{0,30}\))){0,5})/uy,
    isValue: (value) => /^\p{Lu}\p{L}{2}|^\d{4,6}$/u.test(value),
  },
  {
    type: 'RECORD_NUMBER',
    keys: /(?:^|_)(?:nhc|nass|nuss|cipa|nhcl|nss|historia|episodio|n?ºcol|numero_?col|nocol|ncol|colegiado|col|patient_?id|medical_?record|mrn|poliza|policy(?:_?number)?|dni|nif|nie|ssn|cedula|identidad|documento|rut|cuit|cuil|curp|rfc|cpf|tax_?id|national_?id|id_?number)$/,
    bare: NUMBER,
    isValue: hasDigit,
  },
  {
    type: 'DATE_OF_BIRTH',
    keys: /(?:^|_)(?:dob|birth_?date|birth_?day|date_of_birth|fecha_(?:de_)?nac(?:imiento)?|nacimiento|f_?nac)$/,
    bare: /[\d][\d/.-]{5,9}/y,
    isValue: hasDigit,
  },
  {
    type: 'SEX',
    keys: /(?:^|_)(?:sexo|sex|gender|genero)$/,
    bare: /\p{L}{1,12}/uy,
    isValue: any,
  },
  {
    type: 'AGE',
    keys: /(?:^|_)(?:edad|age)$/,
    bare: /\d{1,3}(?: (?:años?|meses|d[ií]as|years?|months?))?/uy,
    isValue: hasDigit,
  },
];
