import { type Found, type Heuristic, onEvent, pick, type Sighting } from './heuristic.ts';

type Given = Parameters<typeof onEvent>[1];

function facts({ event, fields }: Sighting): Found {
  return {
    eventName: pick(fields, 'eventName'),
    eventSource: pick(fields, 'eventSource'),
    user: event.user,
    srcIp: event.srcIp,
    userAgent: pick(fields, 'userAgent'),
    region: pick(fields, 'awsRegion'),
  };
}

/** All that the caller asked for, lower case. */
function requestOf({ fields }: Sighting): string {
  let text = '';
  for (const key in fields) if (key.startsWith('requestParameters.')) text += `${fields[key]} `;
  return text.slice(0, 8_000).toLowerCase();
}

/** A call that went through. `test` looks at the request's parameters. */
function onCall(given: Given, names: string, test?: (request: string, sighting: Sighting) => boolean): Heuristic {
  const calls = new Set(names.toLowerCase().split(' '));
  return onEvent(['cloud', 'auth'], given, (sighting) => {
    const { action, outcome, product } = sighting.event;
    if (!calls.has(action) || outcome === 'failure' || product !== 'aws') return null;
    return test === undefined || test(requestOf(sighting), sighting) ? facts(sighting) : null;
  });
}

const ANYONE = /"principal":"?\*|"aws":"?\*|allusers|authenticatedusers|"principal":\{"aws":"?\*|public-read/;
const compact = (request: string): string => request.replaceAll(' ', '').replaceAll('\n', '');

export const CLOUD: readonly Heuristic[] = [
  onEvent(
    ['cloud', 'auth'],
    {
      id: 'cloud-root-use',
      title: 'Root account of the cloud used',
      severity: 3,
      probability: 0.6,
      techniques: ['T1078.004'],
    },
    (sighting) =>
      sighting.event.product === 'aws' &&
      pick(sighting.fields, 'userIdentity.type') === 'Root' &&
      pick(sighting.fields, 'userIdentity.invokedBy') === '' &&
      pick(sighting.fields, 'eventType') !== 'AwsServiceEvent'
        ? facts(sighting)
        : null,
  ),
  onCall(
    {
      id: 'cloud-logging-stopped',
      title: 'Audit log of the cloud stopped, deleted or narrowed',
      severity: 4,
      probability: 0.85,
      techniques: ['T1562.008'],
    },
    'StopLogging DeleteTrail PutEventSelectors DeleteFlowLogs DeleteLogGroup DeleteLogStream StopConfigurationRecorder DeleteConfigurationRecorder DeleteDeliveryChannel DeleteResolverQueryLogConfig',
  ),
  onCall(
    {
      id: 'cloud-trail-changed',
      title: 'Audit log of the cloud changed',
      severity: 3,
      probability: 0.5,
      techniques: ['T1562.008'],
    },
    'UpdateTrail PutRetentionPolicy',
  ),
  onCall(
    {
      id: 'cloud-detector-off',
      title: 'Threat detection of the cloud switched off',
      severity: 4,
      probability: 0.85,
      techniques: ['T1562.001', 'T1562.008'],
    },
    'DeleteDetector UpdateDetector DisassociateFromMasterAccount DisassociateMembers StopMonitoringMembers DeleteMembers DisableSecurityHub DeletePublishingDestination CreateFilter DeleteConfigRule DisableOrganizationAdminAccount',
  ),
  onCall(
    {
      id: 'cloud-organization-left',
      title: 'Account left its organisation',
      severity: 4,
      probability: 0.8,
      techniques: ['T1562.008'],
    },
    'LeaveOrganization',
  ),
  onCall(
    { id: 'cloud-access-key', title: 'Access key made', severity: 3, probability: 0.5, techniques: ['T1098.001'] },
    'CreateAccessKey CreateServiceSpecificCredential UploadSSHPublicKey',
  ),
  onCall(
    {
      id: 'cloud-admin-policy',
      title: 'Rights of an administrator handed out',
      severity: 4,
      probability: 0.78,
      techniques: ['T1098.003'],
    },
    'AttachUserPolicy AttachRolePolicy AttachGroupPolicy PutUserPolicy PutRolePolicy PutGroupPolicy CreatePolicyVersion AddUserToGroup',
    (request) => /administratoraccess|iamfullaccess|poweruser|"action":\[?"\*"|admin/.test(compact(request)),
  ),
  onCall(
    {
      id: 'cloud-role-trust',
      title: 'Role opened to another account or identity provider',
      severity: 3,
      probability: 0.6,
      techniques: ['T1098.003', 'T1484'],
    },
    'UpdateAssumeRolePolicy CreateSAMLProvider UpdateSAMLProvider CreateOpenIDConnectProvider',
  ),
  onCall(
    {
      id: 'cloud-account-made',
      title: 'Cloud account or its console login made',
      severity: 3,
      probability: 0.45,
      techniques: ['T1136.003', 'T1098.001'],
    },
    'CreateUser CreateLoginProfile UpdateLoginProfile',
  ),
  onCall(
    {
      id: 'cloud-anywhere-trust',
      title: 'Certificate authority trusted for logging in from outside',
      severity: 3,
      probability: 0.65,
      techniques: ['T1098.001', 'T1556'],
    },
    'CreateTrustAnchor CreateProfile DeactivateMFADevice DeleteVirtualMFADevice',
    (_, { fields }) => /rolesanywhere|iam/.test(pick(fields, 'eventSource')),
  ),
  onCall(
    {
      id: 'cloud-bucket-public',
      title: 'Storage opened to everyone',
      severity: 4,
      probability: 0.72,
      techniques: ['T1530', 'T1537'],
    },
    'PutBucketPolicy PutBucketAcl PutObjectAcl',
    (request) => ANYONE.test(compact(request)),
  ),
  onCall(
    {
      id: 'cloud-public-block-off',
      title: 'Protection of storage against the public taken away',
      severity: 3,
      probability: 0.6,
      techniques: ['T1530'],
    },
    'DeletePublicAccessBlock DeleteBucketPublicAccessBlock PutBucketPublicAccessBlock PutPublicAccessBlock DeleteAccountPublicAccessBlock',
    (request, { event }) => event.action.startsWith('delete') || request.includes('false'),
  ),
  onCall(
    {
      id: 'cloud-share-image',
      title: 'Disk image, snapshot or bucket shared with another account',
      severity: 4,
      probability: 0.72,
      techniques: ['T1537'],
    },
    'ModifySnapshotAttribute ModifyImageAttribute ModifyDBSnapshotAttribute ModifyDBClusterSnapshotAttribute PutBucketReplication AddPermission20150331v2 AddPermission20150331 AddPermission',
    (request, { event }) => event.action.startsWith('put') || /add|all|\b\d{12}\b|\*/.test(request),
  ),
  onCall(
    {
      id: 'cloud-firewall-open',
      title: 'Cloud firewall opened to the whole internet',
      severity: 3,
      probability: 0.55,
      techniques: ['T1562.007'],
    },
    'AuthorizeSecurityGroupIngress CreateNetworkAclEntry ReplaceNetworkAclEntry ModifySecurityGroupRules',
    (request) => request.includes('0.0.0.0/0') || request.includes('::/0'),
  ),
  onEvent(
    ['auth', 'cloud'],
    {
      id: 'cloud-login-no-mfa',
      title: 'Login to the cloud console without a second factor',
      severity: 3,
      probability: 0.5,
      techniques: ['T1078.004'],
    },
    (sighting) =>
      sighting.event.action === 'consolelogin' &&
      sighting.event.outcome === 'success' &&
      pick(sighting.fields, 'additionalEventData.MFAUsed') === 'No' &&
      !/assumed-role/.test(sighting.event.user)
        ? facts(sighting)
        : null,
  ),
  onCall(
    {
      id: 'cloud-remote-command',
      title: 'Command run on cloud machines through their management service',
      severity: 3,
      probability: 0.5,
      techniques: ['T1651'],
    },
    'SendCommand StartSession CreateAssociation SendSSHPublicKey SendSerialConsoleSSHPublicKey',
  ),
  onCall(
    {
      id: 'cloud-instance-code',
      title: 'Start-up code of a machine or function replaced',
      severity: 3,
      probability: 0.55,
      techniques: ['T1648', 'T1059.009'],
    },
    'ModifyInstanceAttribute UpdateFunctionCode20150331v2 UpdateFunctionCode UpdateFunctionConfiguration20150331v2 UpdateFunctionConfiguration',
    (_, { event, fields }) =>
      event.action.startsWith('updatefunction') ||
      pick(fields, 'requestParameters.userData', 'requestParameters.userData.value') !== '',
  ),
  onCall(
    {
      id: 'cloud-secret-read',
      title: 'Secret read out of a cloud store',
      severity: 2,
      probability: 0.35,
      techniques: ['T1555.006'],
    },
    'GetSecretValue BatchGetSecretValue GetPasswordData GetParameters GetParameter',
    (request, { event }) => !event.action.startsWith('getparameter') || request.includes('true'),
  ),
  onCall(
    {
      id: 'cloud-data-destroyed',
      title: 'Cloud data, keys or backups deleted',
      severity: 3,
      probability: 0.5,
      techniques: ['T1485', 'T1490'],
    },
    'ScheduleKeyDeletion DisableKey DeleteBucket DeleteDBInstance DeleteDBCluster DeleteSnapshot DeleteBackupVault DeleteRecoveryPoint DeleteObjects PutBucketLifecycle',
  ),
  onCall(
    {
      id: 'cloud-identity-check',
      title: 'Caller asks the cloud who it is',
      severity: 1,
      probability: 0.15,
      techniques: ['T1087.004'],
    },
    'GetCallerIdentity',
  ),
  onCall(
    {
      id: 'cloud-enumeration',
      title: 'Caller lists what there is in the cloud',
      severity: 1,
      probability: 0.12,
      techniques: ['T1580', 'T1526'],
    },
    'ListUsers ListRoles ListBuckets ListGroups ListPolicies ListAttachedUserPolicies ListAttachedRolePolicies GetAccountAuthorizationDetails GetAccountSummary ListAccessKeys DescribeInstances DescribeSecurityGroups DescribeSnapshots DescribeVolumes DescribeDBInstances ListFunctions20150331 ListSecrets DescribeParameters DescribeTrails GetTrailStatus ListDetectors DescribeRegions GetSendQuota ListIdentities ListServiceQuotas GetAccount DescribeVpcs GetBucketAcl GetBucketPolicy',
  ),
];
