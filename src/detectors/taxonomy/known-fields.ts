/**
 * Fields that the events of a log source can have: Sysmon's manual (schema 4.90), Microsoft's pages on the events of
 * the security log, Sigma's taxonomy (https://sigmahq.io/docs), Zeek's and CloudTrail's references. Data only.
 */
import type { LogSource } from '../sigma/rule.ts';

const CATEGORIES: readonly (readonly [names: string, fields: string])[] = [
  [
    'process_creation',
    `CommandLine Company CurrentDirectory Description FileVersion Hashes Image IntegrityLevel LogonGuid LogonId
MandatoryLabel NewProcessId NewProcessName OriginalFileName ParentCommandLine ParentImage ParentProcessGuid
ParentProcessId ParentProcessName ParentUser ProcessGuid ProcessId Product RuleName SubjectDomainName SubjectLogonId
SubjectUserName SubjectUserSid TargetDomainName TargetLogonId TargetUserName TargetUserSid TerminalSessionId
TokenElevationType User UtcTime`,
  ],
  ['file_event', `CreationUtcTime Image ProcessGuid ProcessId RuleName TargetFilename User UtcTime`],
  [
    'file_change',
    `CreationUtcTime Image PreviousCreationUtcTime ProcessGuid ProcessId RuleName TargetFilename User UtcTime`,
  ],
  ['file_delete', `Archived Hashes Image IsExecutable ProcessGuid ProcessId RuleName TargetFilename User UtcTime`],
  [
    'file_delete_detected file_block_executable file_block_shredding file_executable_detected',
    `Hashes Image IsExecutable ProcessGuid ProcessId RuleName TargetFilename User UtcTime`,
  ],
  [
    'network_connection',
    `DestinationHostname DestinationIp DestinationIsIpv6 DestinationPort DestinationPortName Image Initiated ProcessGuid
ProcessId Protocol RuleName SourceHostname SourceIp SourceIsIpv6 SourcePort SourcePortName User UtcTime`,
  ],
  ['process_termination', `Image ProcessGuid ProcessId RuleName User UtcTime`],
  ['driver_load', `Hashes ImageLoaded RuleName Signature SignatureStatus Signed UtcTime`],
  [
    'image_load',
    `Company Description FileVersion Hashes Image ImageLoaded OriginalFileName ProcessGuid ProcessId Product RuleName
Signature SignatureStatus Signed User UtcTime`,
  ],
  [
    'create_remote_thread',
    `NewThreadId RuleName SourceImage SourceProcessGuid SourceProcessId SourceUser StartAddress StartFunction StartModule
TargetImage TargetProcessGuid TargetProcessId TargetUser UtcTime`,
  ],
  ['raw_access_thread', `Device Image ProcessGuid ProcessId RuleName User UtcTime`],
  [
    'process_access',
    `CallTrace GrantedAccess RuleName SourceImage SourceProcessGUID SourceProcessId SourceThreadId SourceUser TargetImage
TargetProcessGUID TargetProcessId TargetUser UtcTime`,
  ],
  [
    'registry_event registry_add registry_delete registry_set registry_rename',
    `Details EventType Image NewName ProcessGuid ProcessId RuleName TargetObject User UtcTime`,
  ],
  [
    'create_stream_hash',
    `Contents CreationUtcTime Hash Image ProcessGuid ProcessId RuleName TargetFilename User UtcTime`,
  ],
  ['pipe_created', `EventType Image PipeName ProcessGuid ProcessId RuleName User UtcTime`],
  ['wmi_event', `Consumer Destination EventNamespace EventType Filter Name Operation Query RuleName Type User UtcTime`],
  ['dns_query', `Image ProcessGuid ProcessId QueryName QueryResults QueryStatus RuleName User UtcTime`],
  ['clipboard_change', `Archived ClientInfo Hashes Image ProcessGuid ProcessId RuleName Session User UtcTime`],
  ['process_tampering', `Image ProcessGuid ProcessId RuleName Type User UtcTime`],
  ['ps_script', `MessageNumber MessageTotal Path ScriptBlockId ScriptBlockText`],
  ['ps_module', `ContextInfo Payload UserData`],
  ['ps_classic_start ps_classic_provider_start ps_classic_script', `Data param1 param2 param3`],
  [
    'webserver proxy',
    `c-ip c-uri c-uri-extension c-uri-query c-uri-stem c-useragent cs-bytes cs-cookie cs-host cs-method cs-referer
cs-referrer cs-uri cs-uri-query cs-uri-stem cs-user-agent cs-username cs-version date dst_ip r-dns s-computername
s-ip s-port s-sitename sc-bytes sc-status sc-substatus sc-win32-status src_ip time time-taken`,
  ],
  ['dns', `answer dst_ip dst_port parent_domain query record_type src_ip src_port`],
];

const ZEEK: readonly (readonly [name: string, fields: string])[] = [
  [
    'conn',
    `conn_state duration history id.orig_h id.orig_p id.resp_h id.resp_p local_orig local_resp missed_bytes orig_bytes
orig_ip_bytes orig_pkts proto resp_bytes resp_ip_bytes resp_pkts service ts tunnel_parents uid`,
  ],
  [
    'dns',
    `AA answer answers id.orig_h id.orig_p id.resp_h id.resp_p proto qclass qclass_name qtype qtype_name query RA rcode
rcode_name RD record_type rejected rtt TC trans_id ts TTLs uid Z`,
  ],
  [
    'http',
    `c-ip c-uri c-uri-extension c-uri-query c-uri-stem c-useragent cs-bytes cs-cookie cs-host cs-method cs-referer
cs-referrer cs-uri cs-uri-query cs-uri-stem cs-user-agent cs-username cs-version date dst_ip host id.orig_h
id.orig_p id.resp_h id.resp_p info_code info_msg method orig_filenames orig_fuids orig_mime_types origin password
proxied r-dns referrer request_body_len resp_filenames resp_fuids resp_mime_types response_body_len s-computername
s-ip s-port s-sitename sc-bytes sc-status sc-substatus sc-win32-status src_ip status_code status_msg tags time
time-taken trans_depth ts uid uri user_agent username version`,
  ],
  [
    'ssl',
    `cert_chain_fps cipher client_cert_chain_fps client_issuer client_subject curve established id.orig_h id.orig_p
id.resp_h id.resp_p issuer ja3 ja3s last_alert next_protocol resumed server_name sni_matches_cert ssl_history
subject ts uid validation_status version`,
  ],
  [
    'smb_files',
    `action fuid id.orig_h id.orig_p id.resp_h id.resp_p name path prev_name size times.accessed times.changed
times.created times.modified ts uid`,
  ],
  ['dce_rpc', `endpoint id.orig_h id.orig_p id.resp_h id.resp_p named_pipe operation rtt ts uid`],
  [
    'kerberos',
    `cipher client client_cert_fuid client_cert_subject error_msg forwardable from id.orig_h id.orig_p id.resp_h
id.resp_p renewable request_type server_cert_fuid server_cert_subject service success till ts uid`,
  ],
  [
    'rdp',
    `cert_count cert_permanent cert_type client_build client_channels client_dig_product_id client_name cookie
desktop_height desktop_width encryption_level encryption_method id.orig_h id.orig_p id.resp_h id.resp_p
keyboard_layout requested_color_depth result security_protocol ts uid`,
  ],
];

const SECURITY = `AccessList AccessMask AccessReason AccountDomain AccountExpires AccountName Action ActiveProfile AdditionalInfo
AdditionalInfo2 AdvancedOptions AlgorithmName AllowedToDelegateTo Application AttributeLDAPDisplayName Attributes
AttributeSyntaxOID AttributeValue AuditPolicyChanges AuditSourceName AuthenticationPackage AuthenticationPackageName
CallerProcessId CallerProcessName CalloutId CalloutKey CalloutName CalloutType CategoryId CertificateTemplate
CertIssuerName CertSerialNumber CertThumbprint ChangeType ClassId ClassName ClientAddress ClientCreationTime
ClientName ClientProcessId ClientProcessStartKey CommandLine CompatibleIds ComputerAccountChange Conditions
ConfigAccessPolicy CountOfCredentialsReturned CryptoAlgorithms DataDescription DestAddress DestPort
DeviceDescription DeviceId DeviceName Direction DisabledPrivilegeList DisableIntegrityChecks DisplayName Disposition
DnsHostName DomainBehaviorVersion DomainName DomainPolicyChanged DomainSid DSName DSType ElevatedToken
EnabledPrivilegeList EventCountTotal EventIdx EventSourceId FailureCode FailureReason FileName FilePath FilterId
FilterKey FilterName FilterOrigin FilterRTID FilterType Flags FlightSigning ForestRoot FQDN GroupMembership
GroupPolicyApplied HandleId HomeDirectory HomePath HypervisorDebug HypervisorLaunchType Identity ImpersonationLevel
InterfaceIndex IpAddress IpPort KernelDebug KeyFilePath KeyLength KeyName KeyType LayerId LayerKey LayerName
LayerRTID LmPackageName LockoutThreshold LogDroppedPacketsEnabled LogonGuid LogonHours LogonID LogonProcessName
LogonType LogSuccessfulConnectionsEnabled MandatoryLabel MasterKeyId MemberName MemberSid Message MinPasswordAge
MixedDomainMode MulticastFlowsEnabled NewProcessId NewProcessName NewSd NewState NewTargetUserName NewTime
NewUacValue NewValue NewValueType NotificationPackageName ObjectClass ObjectDN ObjectGUID ObjectName ObjectServer
ObjectType ObjectValueName OemInformation OldSd OldTargetUserName OldUacValue OldValue OldValueType OpCorrelationID
Operation OperationMode OperationType PackageName ParentProcessId ParentProcessName PasswordLastSet PreAuthType
PreviousTime PrimaryGroupId PrivilegeList ProcessCommandLine ProcessCreationTime ProcessId ProcessName Profile
ProfileChanged ProfilePath Profiles ProfileUsed Properties ProtectedDataFlags Protocol ProviderContextKey
ProviderContextName ProviderContextType ProviderKey ProviderName ProviderType PuaCount PuaPolicyId ReadOperation
ReasonForRejection RecoveryKeyId RelativeTargetName RemoteAdminEnabled RemoteEventLogging RemoteIP RemoteMachineID
RemoteUserID Requester RequestId Resource ResourceAttributes ResourceManager RestrictedAdminMode RestrictedSidCount
ReturnCode RpcCallClientLocality RuleAttr RuleId SamAccountName Schema SchemaFriendlyName ScriptPath
SecurityPackageName Service ServiceAccount ServiceFileName ServiceName ServicePrincipalNames ServiceSid
ServiceStartType ServiceType SessionID SessionId SessionName ShareLocalPath ShareName SidFilteringEnabled SidHistory
SourceAddress SourceHandleId SourcePort SourceProcessId SourceSid SourceUserName Status SubcategoryGuid
SubcategoryId SubjectDomainName SubjectLogonId SubjectUserName SubjectUserSid SubLayerKey SubLayerName SubLayerType
SubStatus TargetDomainName TargetDomainSid TargetHandleId TargetInfo TargetLinkedLogonId TargetLogonGuid
TargetLogonId TargetName TargetOutboundDomainName TargetOutboundUserName TargetProcessId TargetProcessName
TargetServerName TargetSid TargetUserName TargetUserSid TaskContent TaskContentNew TaskName TdoAttributes
TdoDirection TdoType
NewTemplateContent TemplateContent TestSigning TicketEncryptionType TicketOptions TokenElevationType TransactionId Type
UserAccountControl UserName UserParameters UserSid UserWorkstations VendorIds VirtualAccount VsmLaunchType Weight
Workstation WorkstationName`;

const CLOUDTRAIL = `addendum additionalEventData apiVersion awsRegion edgeDeviceDetails errorCode errorMessage eventCategory
eventContext eventID eventName eventSource eventTime eventType eventVersion insightDetails managementEvent readOnly
recipientAccountId requestID requestParameters resources responseElements serviceEventDetails
sessionCredentialFromConsole sharedEventID sourceIPAddress tlsDetails userAgent userIdentity vpcEndpointAccountId
vpcEndpointId`;

/** Every Windows event has them. */
const OF_WINDOWS = 'EventID Channel Provider_Name Computer Level Task Opcode Keywords EventRecordID';
/** Of Sysmon, and hashes under the names that Sigma takes them apart to. */
const OF_HASHES = 'md5 sha1 sha256 Imphash';

const setOf = (...lists: readonly string[]): ReadonlySet<string> =>
  new Set(lists.flatMap((list) => list.split(/\s+/)).filter(Boolean));

const BY_CATEGORY = new Map(
  CATEGORIES.flatMap(([names, fields]) =>
    names
      .split(' ')
      .map((name) => [name, setOf(fields, isOfNetwork(name) ? '' : `${OF_WINDOWS} ${OF_HASHES}`)] as const),
  ),
);
const BY_SERVICE = new Map<string, ReadonlySet<string>>([
  ...ZEEK.map(([name, fields]) => [`zeek ${name}`, setOf(fields)] as const),
  ['windows security', setOf(SECURITY, OF_WINDOWS)],
  ['aws cloudtrail', setOf(CLOUDTRAIL)],
]);
/** Only of Windows: other systems have records of their own under these names. */
const PRODUCTS: ReadonlySet<string | undefined> = new Set([undefined, 'windows']);

function isOfNetwork(category: string): boolean {
  return ['webserver', 'proxy', 'dns'].includes(category);
}

/** Null where the fields of the log source are not known. A nested field is known by its outermost name. */
export function knownFields({ category, product, service }: LogSource): ReadonlySet<string> | null {
  const ofService = BY_SERVICE.get(`${product} ${service}`);
  if (ofService) return ofService;
  return (category !== undefined && PRODUCTS.has(product) && BY_CATEGORY.get(category)) || null;
}

/** True where the events of the log source may have the field. */
export const isKnownField = (fields: ReadonlySet<string>, name: string): boolean =>
  fields.has(name) || fields.has(name.split('.')[0] ?? '');
