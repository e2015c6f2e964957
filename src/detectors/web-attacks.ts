/** Attacks in what a web client writes; for lower-case texts. */

/** SQL that a value slips into a statement. */
export const SQL =
  /union[\s/*+]{1,8}(?:all[\s/*+]{1,8})?select|select[\s/*+].{1,100}from[\s/*+]|['"][\s+)]{0,4}(?:or|and)[\s+(]{1,4}['"]?[\w.]{1,12}['"]?[\s+]{0,3}(?:=|like|>|<)|(?:sleep|benchmark|pg_sleep|extractvalue|updatexml|load_file|xp_cmdshell|information_schema|char|concat)[\s+]{0,3}\(|information_schema|waitfor[\s+]delay|;[\s+]{0,4}(?:drop|insert|update|delete|exec)[\s+]|(?:'|"|\d)[\s+)]{0,4}(?:--|#)(?:[\s+]|$)|order[\s+]by[\s+]\d{1,3}/;

/** A path out of the document root. */
export const TRAVERSAL =
  /(?:\.\.[\\/]){2}|\.\.%(?:2f|5c|c0%af)|(?:%2e){2}[\\/%]|\/etc\/(?:passwd|shadow|hosts)\b|\\?win(?:dows)?[\\/]win\.ini|boot\.ini|\/proc\/self\/|php:\/\/(?:filter|input)|file:\/\/\//;

/** A command of an operating system after a mark that ends the value. */
export const COMMAND =
  /(?:[;|&`]|\$\(|%0a|\n)[\s+]{0,4}(?:cat|id|whoami|uname|wget|curl|nc|bash|sh|ping|ls|type|dir|powershell|cmd|sleep|nslookup|python3?|perl|echo)(?:[\s+;|&`)/$<]|\.exe|$)|\/bin\/(?:ba)?sh\b|\(\) ?\{ ?:;\};|\$\{ifs\}|cmd\.exe(?:\/|\?|[\s+]\/c)/;

/** Script for the browser of whoever reads the value. */
export const SCRIPTING =
  /<script|javascript:|on(?:error|load|click|mouseover|focus)[\s+]{0,3}=|<(?:img|svg|iframe|body)[\s/+].{0,80}(?:on\w{3,14}=|src=)|alert\(|document\.cookie|string\.fromcharcode/;

/** Requests of known exploits. */
export const EXPLOIT =
  /phpunit.{0,60}eval-stdin|invokefunction&function=call_user_func|allow_url_include|class\.module\.classloader|%\{\(?#|ognl\.|\?-[ds]\+|\.action\?(?:redirect|method):|autodiscover\.json.{0,60}powershell|\/_ignition\/execute|jndi:|x-cmd-response|wls-wsat|\/hudson\/descriptorbyname|getruntime\(\)\.exec|processbuilder/;
