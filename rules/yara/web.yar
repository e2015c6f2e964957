// SPDX-License-Identifier: Apache-2.0

rule web_shell_request : persistence
{
    meta:
        author = "vedette"
        description = "A request, or a page that was written, runs what the visitor sends: PHP, JSP, ASP"
        reference = "https://attack.mitre.org/techniques/T1505/003/"
        technique = "T1505.003"
        severity = "critical"
    strings:
        $php_run1 = "eval(" nocase
        $php_run2 = "assert(" nocase
        $php_run3 = "system(" nocase
        $php_run4 = "shell_exec(" nocase
        $php_run5 = "passthru(" nocase
        $php_run6 = "popen(" nocase
        $php_input1 = "$_POST[" nocase
        $php_input2 = "$_GET[" nocase
        $php_input3 = "$_REQUEST[" nocase
        $php_input4 = "base64_decode(" nocase
        $php_input5 = "php://input" nocase
        $jsp_run1 = "getRuntime().exec("
        $jsp_run2 = "new ProcessBuilder("
        $jsp_input = "request.getParameter("
        $asp1 = /eval\(? *request(\.item|\.form|\.querystring)?[\[(]/ nocase
        $asp2 = /execute\(? *request(\.item|\.form|\.querystring)?[\[(]/ nocase
        $asp3 = "wscript.shell\").exec(" nocase
    condition:
        (any of ($php_run*) and any of ($php_input*))
        or (any of ($jsp_run*) and $jsp_input)
        or any of ($asp*)
}

rule log4shell_lookup : initial_access
{
    meta:
        author = "vedette"
        description = "A look-up of a remote object in a text that is logged (Log4Shell), plain or taken apart"
        reference = "https://nvd.nist.gov/vuln/detail/CVE-2021-44228"
        technique = "T1190"
        severity = "critical"
    strings:
        $plain = "${jndi:" nocase
        $encoded = "$%7bjndi:" nocase
        $apart1 = /\$\{(lower|upper):[jndi]{1,4}\}/ nocase
        $apart2 = "${::-j}" nocase
        $apart3 = "${env:" nocase
        $rest1 = "ldap" nocase
        $rest2 = "rmi:" nocase
        $rest3 = "dns:" nocase
        $rest4 = ":-j}" nocase
        $rest5 = "${::-l}" nocase
        $rest6 = "dap://" nocase
        $open1 = "${lower:" nocase
        $open2 = "${upper:" nocase
    condition:
        $plain or $encoded
        or ($apart2 and any of ($rest*))
        or (any of ($open*) and $apart1 and any of ($rest*))
        or ($apart3 and $rest4)
}
