// SPDX-License-Identifier: Apache-2.0

rule powershell_download_cradle : execution
{
    meta:
        author = "vedette"
        description = "PowerShell runs text that it has just downloaded"
        reference = "https://attack.mitre.org/techniques/T1059/001/"
        technique = "T1059.001"
        severity = "high"
    strings:
        $get1 = ".downloadstring(" nocase
        $get2 = ".downloaddata(" nocase
        $get3 = "invoke-webrequest" nocase
        $get4 = "invoke-restmethod" nocase
        $get5 = "net.webclient" nocase
        $get6 = "start-bitstransfer" nocase
        $run1 = "invoke-expression" nocase
        $run2 = "iex" nocase fullword
        $run3 = "[scriptblock]::create" nocase
    condition:
        any of ($get*) and any of ($run*)
}

rule powershell_reflective_load : execution evasion
{
    meta:
        author = "vedette"
        description = "PowerShell loads a program from bytes in memory, without a file"
        reference = "https://attack.mitre.org/techniques/T1620/"
        technique = "T1620"
        severity = "high"
    strings:
        $load1 = "reflection.assembly]::load(" nocase
        $load2 = "appdomain]::currentdomain.load(" nocase
        $load3 = "reflection.assembly]::'load'" nocase
        $bytes1 = "frombase64string" nocase
        $bytes2 = "downloaddata" nocase
        $bytes3 = "gzipstream" nocase
        $bytes4 = "deflatestream" nocase
        $bytes5 = "[byte[]]" nocase
        $bytes6 = "readallbytes" nocase
    condition:
        any of ($load*) and any of ($bytes*)
}

rule powershell_code_in_memory : execution evasion
{
    meta:
        author = "vedette"
        description = "A script allocates memory, copies machine code into it and starts a thread there"
        reference = "https://attack.mitre.org/techniques/T1055/"
        technique = "T1055"
        severity = "critical"
    strings:
        $place1 = "virtualalloc" nocase
        $place2 = "ntallocatevirtualmemory" nocase
        $copy1 = "marshal]::copy" nocase
        $copy2 = "writeprocessmemory" nocase
        $copy3 = "rtlmovememory" nocase
        $start1 = "createthread" nocase
        $start2 = "createremotethread" nocase
        $start3 = "queueuserapc" nocase
        $start4 = "getdelegateforfunctionpointer" nocase
    condition:
        any of ($place*) and any of ($copy*) and any of ($start*)
}

rule powershell_amsi_bypass : evasion
{
    meta:
        author = "vedette"
        description = "A script switches off the scanner that looks at scripts (AMSI)"
        reference = "https://attack.mitre.org/techniques/T1562/001/"
        technique = "T1562.001"
        severity = "high"
    strings:
        $flag = "amsiinitfailed" nocase
        $class = "amsiutils" nocase
        $reach1 = "nonpublic" nocase
        $reach2 = ".setvalue(" nocase
        $function1 = "amsiscanbuffer" nocase
        $function2 = "amsiscanstring" nocase
        $patch1 = "virtualprotect" nocase
        $patch2 = "getprocaddress" nocase
        $patch3 = "marshal]::copy" nocase
    condition:
        $flag or ($class and any of ($reach*)) or (any of ($function*) and any of ($patch*))
}
