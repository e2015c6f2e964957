// SPDX-License-Identifier: Apache-2.0

rule reverse_shell : execution command_and_control
{
    meta:
        author = "vedette"
        description = "A shell whose input and output go over the network: bash, Python, Perl, PHP, Ruby, netcat, socat"
        reference = "https://attack.mitre.org/techniques/T1059/004/"
        technique = "T1059.004"
        severity = "critical"
    strings:
        $bash = /(bash|sh) +-i.{0,20}\/dev\/(tcp|udp)\/[0-9a-zA-Z.:-]{1,80}\/[0-9]{1,5}/
        $device1 = "/dev/tcp/"
        $device2 = "/dev/udp/"
        $bash_exec = /exec +[0-9]{1,3}<> *\/dev\/tcp\/[0-9a-zA-Z.:-]{1,80}\/[0-9]{1,5}/
        $python_socket = "socket.socket(" nocase
        $python_copy = "os.dup2("
        $python_shell = "pty.spawn("
        $python_call = "subprocess.call(["
        $perl = "use Socket;"
        $perl_open = "open(STDIN,\">&"
        $php = "fsockopen("
        $php_shell1 = "/bin/sh -i"
        $php_shell2 = "/bin/bash -i"
        $php_shell3 = "proc_open("
        $ruby = "TCPSocket.new("
        $ruby_shell1 = "IO.popen("
        $ruby_shell2 = "exec sprintf"
        $netcat = /(netcat|ncat|nc)(\.exe|\.traditional)? +[^|;&\n]{0,60}-(e|c) *(\/bin\/(ba|da)?sh|cmd(\.exe)?|powershell)/ nocase
        $netcat_shell1 = "-e /bin/"
        $netcat_shell2 = "-c /bin/"
        $netcat_shell3 = "-e cmd" nocase
        $netcat_shell4 = "-e powershell" nocase
        $pipe = /mkfifo +[^;|&\n]{1,80}.{0,80}\/bin\/(ba|da)?sh/
        $socat = /socat +[^\n]{0,80}exec:/ nocase
    condition:
        ($bash and any of ($device*)) or $bash_exec or $pipe or $socat
        or ($python_socket and any of ($python_copy, $python_shell, $python_call))
        or ($perl and $perl_open)
        or ($php and any of ($php_shell*))
        or ($ruby and any of ($ruby_shell*))
        or ($netcat and any of ($netcat_shell*))
}

rule download_and_run : execution command_and_control
{
    meta:
        author = "vedette"
        description = "What was downloaded is made executable or handed to a shell in the same line"
        reference = "https://attack.mitre.org/techniques/T1105/"
        technique = "T1105"
        severity = "high"
    strings:
        $fetch1 = "curl "
        $fetch2 = "wget "
        $shell = /\| {0,4}(sudo {1,4})?(\/bin\/|\/usr\/bin\/)?(ba|da|z|k)?sh\b/
        $get1 = "wget http"
        $get2 = "curl -o"
        $get3 = "curl http"
        $get4 = "tftp -g"
        $allow1 = "chmod +x"
        $allow2 = "chmod 777"
        $allow3 = "chmod 755"
        $place1 = "/tmp/"
        $place2 = "/dev/shm/"
        $place3 = "/var/tmp/"
    condition:
        (any of ($fetch*) and $shell) or (any of ($get*) and any of ($allow*) and any of ($place*))
}
