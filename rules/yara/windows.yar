// SPDX-License-Identifier: Apache-2.0

rule mimikatz_commands : credential_access
{
    meta:
        author = "vedette"
        description = "Commands of Mimikatz, in whatever program they are typed"
        reference = "https://attack.mitre.org/software/S0002/"
        technique = "T1003.001"
        severity = "critical"
    strings:
        $ = "sekurlsa::" nocase
        $ = "lsadump::" nocase
        $ = "kerberos::ptt" nocase
        $ = "kerberos::golden" nocase
        $ = "privilege::debug" nocase
        $ = "token::elevate" nocase
        $ = "dpapi::masterkey" nocase
        $ = "invoke-mimikatz" nocase
    condition:
        any of them
}

rule lsass_memory_dump : credential_access
{
    meta:
        author = "vedette"
        description = "The memory of the logon process, or the hives and the database with its secrets, is written to a file"
        reference = "https://attack.mitre.org/techniques/T1003/"
        technique = "T1003"
        severity = "critical"
    strings:
        $lsass = "lsass" nocase
        $dump1 = "procdump" nocase
        $dump2 = "minidumpwritedump" nocase
        $dump3 = "createdump" nocase
        $library = "comsvcs" nocase
        $call1 = "minidump" nocase
        $call2 = /comsvcs(\.dll)?,? *#\+?0{0,4}24/ nocase
        $hive = /reg(\.exe)? +save +(hklm|hkey_local_machine)\\(sam|security|system)/ nocase
        $copy = "ac i ntds" nocase
    condition:
        ($lsass and any of ($dump*)) or ($library and any of ($call*)) or ($hive and filesize < 64KB) or $copy
}

rule windows_decode_chain : command_and_control evasion
{
    meta:
        author = "vedette"
        description = "A tool of Windows downloads or decodes what is run next"
        reference = "https://attack.mitre.org/techniques/T1140/"
        technique = "T1140"
        severity = "medium"
    strings:
        $certutil = "certutil" nocase
        $verb1 = "-decode" nocase
        $verb2 = "/decode" nocase
        $verb3 = "-urlcache" nocase
        $verb4 = "/urlcache" nocase
        $verb5 = "-verifyctl" nocase
        $bitsadmin = "bitsadmin" nocase
        $transfer1 = "/transfer" nocase
        $transfer2 = "/addfile" nocase
        $transfer3 = "/setnotifycmdline" nocase
    condition:
        ($certutil and any of ($verb*)) or ($bitsadmin and any of ($transfer*))
}

rule recovery_switched_off : impact
{
    meta:
        author = "vedette"
        description = "Shadow copies, backups or the recovery of Windows are taken away, as before files are encrypted"
        reference = "https://attack.mitre.org/techniques/T1490/"
        technique = "T1490"
        severity = "high"
    strings:
        $ = /vssadmin(\.exe)?"? +delete +shadows/ nocase
        $ = /wmic(\.exe)?"? +shadowcopy +delete/ nocase
        $ = /wbadmin(\.exe)?"? +delete +(catalog|systemstatebackup|backup)/ nocase
        $ = /bcdedit(\.exe)?"? +\/set.{1,40}recoveryenabled +no/ nocase
        $ = /bcdedit(\.exe)?"? +\/set.{1,40}bootstatuspolicy +ignoreallfailures/ nocase
    condition:
        any of them
}
