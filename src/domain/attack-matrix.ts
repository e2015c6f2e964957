/**
 * ATT&CK (and a little ATLAS) as the detectors use it: each technique under its primary tactic, tactics in kill-chain
 * order. A technique of several tactics stands under the one in which defenders usually meet it. Data only: a line is
 * one technique, then its sub-techniques after bars.
 */
export const MATRIX: readonly { readonly uid: string; readonly name: string; readonly techniques: string }[] = [
  {
    uid: 'TA0043',
    name: 'Reconnaissance',
    techniques: `T1595 Active Scanning | .001 Scanning IP Blocks | .002 Vulnerability Scanning | .003 Wordlist Scanning
T1592 Gather Victim Host Information
T1589 Gather Victim Identity Information
T1590 Gather Victim Network Information
T1598 Phishing for Information`,
  },
  {
    uid: 'TA0042',
    name: 'Resource Development',
    techniques: `T1583 Acquire Infrastructure
T1587 Develop Capabilities
T1588 Obtain Capabilities
T1608 Stage Capabilities`,
  },
  {
    uid: 'TA0001',
    name: 'Initial Access',
    techniques: `T1078 Valid Accounts | .001 Default Accounts | .002 Domain Accounts | .003 Local Accounts | .004 Cloud Accounts
T1091 Replication Through Removable Media
T1133 External Remote Services
T1189 Drive-by Compromise
T1190 Exploit Public-Facing Application
T1195 Supply Chain Compromise
T1199 Trusted Relationship
T1566 Phishing | .001 Spearphishing Attachment | .002 Spearphishing Link`,
  },
  {
    uid: 'TA0002',
    name: 'Execution',
    techniques: `T1047 Windows Management Instrumentation
T1053 Scheduled Task/Job | .002 At | .003 Cron | .005 Scheduled Task | .006 Systemd Timers
T1059 Command and Scripting Interpreter | .001 PowerShell | .002 AppleScript | .003 Windows Command Shell | .004 Unix Shell | .005 Visual Basic | .006 Python | .007 JavaScript | .009 Cloud API
T1106 Native API
T1129 Shared Modules
T1203 Exploitation for Client Execution
T1204 User Execution | .001 Malicious Link | .002 Malicious File
T1559 Inter-Process Communication | .001 Component Object Model
T1569 System Services | .002 Service Execution
T1609 Container Administration Command
T1610 Deploy Container
T1648 Serverless Execution
T1651 Cloud Administration Command`,
  },
  {
    uid: 'TA0003',
    name: 'Persistence',
    techniques: `T1037 Boot or Logon Initialization Scripts
T1098 Account Manipulation | .001 Additional Cloud Credentials | .003 Additional Cloud Roles | .004 SSH Authorized Keys | .007 Additional Local or Domain Groups
T1136 Create Account | .001 Local Account | .002 Domain Account | .003 Cloud Account
T1137 Office Application Startup
T1197 BITS Jobs
T1505 Server Software Component | .003 Web Shell
T1525 Implant Internal Image
T1542 Pre-OS Boot
T1543 Create or Modify System Process | .002 Systemd Service | .003 Windows Service
T1546 Event Triggered Execution | .001 Change Default File Association | .003 Windows Management Instrumentation Event Subscription | .004 Unix Shell Configuration Modification | .007 Netsh Helper DLL | .008 Accessibility Features | .010 AppInit DLLs | .011 Application Shimming | .012 Image File Execution Options Injection | .013 PowerShell Profile | .015 Component Object Model Hijacking
T1547 Boot or Logon Autostart Execution | .001 Registry Run Keys / Startup Folder | .004 Winlogon Helper DLL | .005 Security Support Provider | .006 Kernel Modules and Extensions | .009 Shortcut Modification
T1554 Compromise Host Software Binary
T1556 Modify Authentication Process | .003 Pluggable Authentication Modules
T1574 Hijack Execution Flow | .001 DLL | .006 Dynamic Linker Hijacking | .011 Services Registry Permissions Weakness`,
  },
  {
    uid: 'TA0004',
    name: 'Privilege Escalation',
    techniques: `T1055 Process Injection | .001 Dynamic-link Library Injection | .002 Portable Executable Injection | .003 Thread Execution Hijacking | .012 Process Hollowing
T1068 Exploitation for Privilege Escalation
T1134 Access Token Manipulation | .001 Token Impersonation/Theft | .002 Create Process with Token | .005 SID-History Injection
T1484 Domain or Tenant Policy Modification | .001 Group Policy Modification
T1548 Abuse Elevation Control Mechanism | .001 Setuid and Setgid | .002 Bypass User Account Control | .003 Sudo and Sudo Caching
T1611 Escape to Host`,
  },
  {
    uid: 'TA0005',
    name: 'Defense Evasion',
    techniques: `T1014 Rootkit
T1027 Obfuscated Files or Information | .004 Compile After Delivery | .010 Command Obfuscation
T1036 Masquerading | .003 Rename Legitimate Utilities | .005 Match Legitimate Resource Name or Location | .007 Double File Extension
T1070 Indicator Removal | .001 Clear Windows Event Logs | .002 Clear Linux or Mac System Logs | .003 Clear Command History | .004 File Deletion | .006 Timestomp
T1112 Modify Registry
T1127 Trusted Developer Utilities Proxy Execution | .001 MSBuild
T1140 Deobfuscate/Decode Files or Information
T1202 Indirect Command Execution
T1207 Rogue Domain Controller
T1216 System Script Proxy Execution
T1218 System Binary Proxy Execution | .001 Compiled HTML File | .003 CMSTP | .004 InstallUtil | .005 Mshta | .007 Msiexec | .009 Regsvcs/Regasm | .010 Regsvr32 | .011 Rundll32
T1220 XSL Script Processing
T1222 File and Directory Permissions Modification | .001 Windows File and Directory Permissions Modification | .002 Linux and Mac File and Directory Permissions Modification
T1480 Execution Guardrails
T1497 Virtualization/Sandbox Evasion
T1550 Use Alternate Authentication Material | .002 Pass the Hash | .003 Pass the Ticket
T1553 Subvert Trust Controls
T1562 Impair Defenses | .001 Disable or Modify Tools | .002 Disable Windows Event Logging | .003 Impair Command History Logging | .004 Disable or Modify System Firewall | .006 Indicator Blocking | .007 Disable or Modify Cloud Firewall | .008 Disable or Modify Cloud Logs | .012 Disable or Modify Linux Audit System
T1564 Hide Artifacts | .001 Hidden Files and Directories | .003 Hidden Window | .004 NTFS File Attributes
T1578 Modify Cloud Compute Infrastructure
T1620 Reflective Code Loading`,
  },
  {
    uid: 'TA0006',
    name: 'Credential Access',
    techniques: `T1003 OS Credential Dumping | .001 LSASS Memory | .002 Security Account Manager | .003 NTDS | .004 LSA Secrets | .005 Cached Domain Credentials | .006 DCSync | .007 Proc Filesystem | .008 /etc/passwd and /etc/shadow
T1040 Network Sniffing
T1056 Input Capture | .001 Keylogging | .002 GUI Input Capture
T1110 Brute Force | .001 Password Guessing | .002 Password Cracking | .003 Password Spraying | .004 Credential Stuffing
T1111 Multi-Factor Authentication Interception
T1187 Forced Authentication
T1212 Exploitation for Credential Access
T1528 Steal Application Access Token
T1539 Steal Web Session Cookie
T1552 Unsecured Credentials | .001 Credentials In Files | .002 Credentials in Registry | .003 Bash History | .004 Private Keys | .005 Cloud Instance Metadata API | .006 Group Policy Preferences
T1555 Credentials from Password Stores | .003 Credentials from Web Browsers | .004 Windows Credential Manager | .006 Cloud Secrets Management Stores
T1557 Adversary-in-the-Middle | .001 LLMNR/NBT-NS Poisoning and SMB Relay
T1558 Steal or Forge Kerberos Tickets | .001 Golden Ticket | .003 Kerberoasting | .004 AS-REP Roasting
T1606 Forge Web Credentials
T1621 Multi-Factor Authentication Request Generation
T1649 Steal or Forge Authentication Certificates`,
  },
  {
    uid: 'TA0007',
    name: 'Discovery',
    techniques: `T1007 System Service Discovery
T1010 Application Window Discovery
T1012 Query Registry
T1016 System Network Configuration Discovery | .001 Internet Connection Discovery
T1018 Remote System Discovery
T1033 System Owner/User Discovery
T1046 Network Service Discovery
T1049 System Network Connections Discovery
T1057 Process Discovery
T1069 Permission Groups Discovery | .001 Local Groups | .002 Domain Groups
T1082 System Information Discovery
T1083 File and Directory Discovery
T1087 Account Discovery | .001 Local Account | .002 Domain Account | .004 Cloud Account
T1120 Peripheral Device Discovery
T1124 System Time Discovery
T1135 Network Share Discovery
T1201 Password Policy Discovery
T1217 Browser Information Discovery
T1482 Domain Trust Discovery
T1518 Software Discovery | .001 Security Software Discovery
T1526 Cloud Service Discovery
T1538 Cloud Service Dashboard
T1580 Cloud Infrastructure Discovery
T1614 System Location Discovery
T1615 Group Policy Discovery
T1619 Cloud Storage Object Discovery
T1654 Log Enumeration`,
  },
  {
    uid: 'TA0008',
    name: 'Lateral Movement',
    techniques: `T1021 Remote Services | .001 Remote Desktop Protocol | .002 SMB/Windows Admin Shares | .003 Distributed Component Object Model | .004 SSH | .005 VNC | .006 Windows Remote Management | .007 Cloud Services
T1080 Taint Shared Content
T1210 Exploitation of Remote Services
T1534 Internal Spearphishing
T1563 Remote Service Session Hijacking | .002 RDP Hijacking
T1570 Lateral Tool Transfer`,
  },
  {
    uid: 'TA0009',
    name: 'Collection',
    techniques: `T1005 Data from Local System
T1025 Data from Removable Media
T1039 Data from Network Shared Drive
T1074 Data Staged | .001 Local Data Staging
T1113 Screen Capture
T1114 Email Collection
T1115 Clipboard Data
T1119 Automated Collection
T1123 Audio Capture
T1125 Video Capture
T1213 Data from Information Repositories
T1530 Data from Cloud Storage
T1560 Archive Collected Data | .001 Archive via Utility
T1602 Data from Configuration Repository`,
  },
  {
    uid: 'TA0011',
    name: 'Command and Control',
    techniques: `T1001 Data Obfuscation
T1071 Application Layer Protocol | .001 Web Protocols | .004 DNS
T1090 Proxy | .001 Internal Proxy | .003 Multi-hop Proxy
T1095 Non-Application Layer Protocol
T1102 Web Service
T1104 Multi-Stage Channels
T1105 Ingress Tool Transfer
T1132 Data Encoding
T1219 Remote Access Tools
T1568 Dynamic Resolution | .002 Domain Generation Algorithms
T1571 Non-Standard Port
T1572 Protocol Tunneling
T1573 Encrypted Channel`,
  },
  {
    uid: 'TA0010',
    name: 'Exfiltration',
    techniques: `T1020 Automated Exfiltration
T1029 Scheduled Transfer
T1030 Data Transfer Size Limits
T1041 Exfiltration Over C2 Channel
T1048 Exfiltration Over Alternative Protocol | .002 Exfiltration Over Asymmetric Encrypted Non-C2 Protocol | .003 Exfiltration Over Unencrypted Non-C2 Protocol
T1052 Exfiltration Over Physical Medium
T1537 Transfer Data to Cloud Account
T1567 Exfiltration Over Web Service | .002 Exfiltration to Cloud Storage`,
  },
  {
    uid: 'TA0040',
    name: 'Impact',
    techniques: `T1485 Data Destruction
T1486 Data Encrypted for Impact
T1489 Service Stop
T1490 Inhibit System Recovery
T1491 Defacement
T1496 Resource Hijacking
T1498 Network Denial of Service
T1499 Endpoint Denial of Service
T1529 System Shutdown/Reboot
T1531 Account Access Removal
T1561 Disk Wipe
T1565 Data Manipulation
T1657 Financial Theft`,
  },
  {
    uid: 'AML.TA0005',
    name: 'Execution',
    techniques: `AML.T0051 LLM Prompt Injection | .000 Direct | .001 Indirect`,
  },
  {
    uid: 'AML.TA0012',
    name: 'Privilege Escalation',
    techniques: `AML.T0054 LLM Jailbreak`,
  },
  {
    uid: 'AML.TA0010',
    name: 'Exfiltration',
    techniques: `AML.T0057 LLM Data Leakage`,
  },
];
