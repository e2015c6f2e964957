import { scopeOf } from '../address.ts';
import { entropyOf } from '../entropy.ts';
import { type Follow, LONG_MS, SHORT_MS, whenCounted, whenDistinct } from './follow.ts';
import type { Sighting } from './heuristic.ts';
import { statusOf } from './web.ts';

const isFailedLogon = ({ event }: Sighting): boolean =>
  event.class === 'auth' && event.outcome === 'failure' && event.action !== 'sudo' && event.action !== 'logoff';
export const sourceOf = ({ event }: Sighting): string => event.srcIp || event.user || event.host;
const baseDomain = (domain: string): string => domain.split('.').slice(-2).join('.').toLowerCase();

/** The longest label and its entropy say whether a name carries data. */
function carriesData(domain: string): boolean {
  if (domain.length < 30 || /\.(?:arpa|local|internal)\.?$/i.test(domain)) return false;
  const longest = domain
    .split('.')
    .slice(0, -2)
    .reduce((a, b) => (b.length > a.length ? b : a), '');
  return longest.length >= 24 && entropyOf(longest) >= 3.2 && (/\d/.test(longest) || longest.length >= 40);
}

export const FOLLOWS: readonly Follow[] = [
  {
    kind: 'failed-logons',
    spanMs: LONG_MS,
    of: (sighting) => (isFailedLogon(sighting) ? { actor: sourceOf(sighting), first: sighting.event.user } : null),
    says: [
      whenCounted(
        {
          id: 'brute-force',
          title: 'Many failed logins from one source',
          severity: 3,
          probability: 0.65,
          techniques: ['T1110.001'],
        },
        10,
      ),
      whenDistinct(
        {
          id: 'password-spray',
          title: 'Failed logins of many accounts from one source',
          severity: 4,
          probability: 0.75,
          techniques: ['T1110.003'],
        },
        0,
        'accounts',
        6,
      ),
    ],
  },
  {
    kind: 'connections',
    spanMs: SHORT_MS,
    of: ({ event }) =>
      event.class === 'network' &&
      event.srcIp !== '' &&
      event.dstPort > 0 &&
      event.action !== 'disconnect' &&
      event.action !== 'bind' &&
      event.action !== 'listen' &&
      event.dstPort < 49_152
        ? {
            actor: event.srcIp,
            first: `${event.dstIp}:${event.dstPort}`,
            second: scopeOf(event.dstIp) === 'internal' ? event.dstIp : '',
          }
        : null,
    says: [
      whenDistinct(
        {
          id: 'internal-sweep',
          title: 'One source connects to many internal addresses within a minute',
          severity: 3,
          probability: 0.6,
          techniques: ['T1046', 'T1018'],
        },
        1,
        'addresses',
        20,
      ),
    ],
  },
  {
    kind: 'ports',
    spanMs: LONG_MS,
    of: ({ event }) =>
      event.class === 'network' &&
      event.srcIp !== '' &&
      event.dstPort > 0 &&
      event.dstPort < 49_152 &&
      event.action !== 'disconnect' &&
      event.action !== 'bind' &&
      event.action !== 'listen'
        ? { actor: `${event.srcIp} ${event.dstIp}`, first: `${event.dstPort}` }
        : null,
    says: [
      whenDistinct(
        {
          id: 'port-scan',
          title: 'One source tries many ports of one address',
          severity: 3,
          probability: 0.7,
          techniques: ['T1046'],
        },
        0,
        'ports',
        15,
      ),
    ],
  },
  {
    kind: 'denials',
    spanMs: SHORT_MS,
    of: ({ event }) =>
      event.class === 'network' && event.outcome === 'failure' && event.srcIp !== ''
        ? { actor: event.srcIp, first: `${event.dstIp}:${event.dstPort}` }
        : null,
    says: [
      whenDistinct(
        {
          id: 'denied-connections',
          title: 'Many different connections of one source refused within a minute',
          severity: 2,
          probability: 0.45,
          techniques: ['T1046', 'T1595.001'],
        },
        0,
        'targets',
        20,
      ),
    ],
  },
  {
    kind: 'web-errors',
    spanMs: LONG_MS,
    of: (sighting) => {
      const status = sighting.event.class === 'http' ? statusOf(sighting) : 0;
      return status >= 400 && status < 500 && status !== 407
        ? { actor: sighting.event.srcIp, first: sighting.event.url }
        : null;
    },
    says: [
      whenDistinct(
        {
          id: 'web-scan',
          title: 'One client asks for many pages that are not there',
          severity: 3,
          probability: 0.65,
          techniques: ['T1595.002', 'T1595.003'],
        },
        0,
        'pages',
        25,
      ),
    ],
  },
  {
    kind: 'dns-data',
    spanMs: LONG_MS,
    of: ({ event }) =>
      event.class === 'dns' && carriesData(event.domain)
        ? { actor: `${event.srcIp || event.host} ${baseDomain(event.domain)}`, first: event.domain }
        : null,
    says: [
      whenDistinct(
        {
          id: 'dns-tunnel',
          title: 'Many long random names below one domain',
          severity: 4,
          probability: 0.75,
          techniques: ['T1071.004', 'T1572', 'T1048'],
        },
        0,
        'names',
        12,
      ),
    ],
  },
  {
    kind: 'discovery',
    spanMs: LONG_MS,
    of: ({ event }, hits) => {
      const question = hits.find(({ id }) => id.startsWith('discovery-') || id === 'setuid-search');
      return question ? { actor: `${event.host} ${event.user}`, first: question.id } : null;
    },
    says: [
      whenDistinct(
        {
          id: 'discovery-burst',
          title: 'Many different discovery commands of one user in five minutes',
          severity: 3,
          probability: 0.65,
          techniques: ['T1082', 'T1033', 'T1087'],
        },
        0,
        'questions',
        3.9,
      ),
    ],
  },
  {
    kind: 'cloud-refusals',
    spanMs: LONG_MS,
    of: ({ event }) =>
      event.class === 'cloud' && event.outcome === 'failure'
        ? { actor: event.user || event.srcIp, first: event.action }
        : null,
    says: [
      whenDistinct(
        {
          id: 'cloud-refusals',
          title: 'Many different cloud calls of one caller refused',
          severity: 3,
          probability: 0.6,
          techniques: ['T1580', 'T1526'],
        },
        0,
        'calls',
        6,
      ),
    ],
  },
  {
    kind: 'cloud-questions',
    spanMs: LONG_MS,
    of: ({ event }, hits) =>
      hits.some(({ id }) => id === 'cloud-enumeration' || id === 'cloud-identity-check')
        ? { actor: event.user || event.srcIp, first: event.action }
        : null,
    says: [
      whenDistinct(
        {
          id: 'cloud-enumeration-burst',
          title: 'One caller lists many kinds of cloud resources in five minutes',
          severity: 3,
          probability: 0.55,
          techniques: ['T1580', 'T1087.004'],
        },
        0,
        'calls',
        6,
      ),
    ],
  },
  {
    kind: 'cloud-secrets',
    spanMs: LONG_MS,
    of: ({ event }, hits) =>
      hits.some(({ id }) => id === 'cloud-secret-read') ? { actor: event.user || event.srcIp } : null,
    says: [
      whenCounted(
        {
          id: 'cloud-secrets-burst',
          title: 'One caller reads many secrets in five minutes',
          severity: 3,
          probability: 0.65,
          techniques: ['T1555.006'],
        },
        10,
      ),
    ],
  },
];
