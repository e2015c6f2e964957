import { inView } from './sign.ts';

/** Harm that a text talks its reader into, and what else only attackers write. */
export const LURE_SIGNS = [
  ...inView('plain', {
    pipes_to_shell:
      /\b(?:curl|wget|iwr|invoke-webrequest|fetch)\b.{0,200}?\| ?(?:sudo )?(?:ba|z|da)?sh\b|\b(?:iex|invoke-expression)\b|\b(?:ba)?sh -c ["']?\$\(|\bbash <\(/,
    links_out: /\b(?:https?|ftp|ldaps?|rmi):\/\/(?!(?:localhost|127\.|10\.|192\.168\.))/,
    links_near_order:
      /\b(?:run|execute|visit|open|download|fetch|install|click|apply|use|get|from|see|ejecut\w+|descarg\w+|visit[ea]|abr[ea])\b.{0,60}?\bhttps?:\/\//,
    widens_rights:
      /\bchmod (?:-r )?[0-7]?(?:777|666|\+s|u\+s)|\busermod\b|\bvisudo\b|nopasswd|\bsetenforce 0|authorized_keys|\/etc\/sudoers/,
    destroys:
      /\brm -[rf]{1,2}\b|\bdrop (?:table|database|index)\b|\btruncate\b|\bmkfs\b|\bdd if=|\bformat c:|\bvssadmin delete|\bkubectl delete\b|\bdocker (?:rm|system prune)|\bgit push --force/,
  }),
  ...inView('words', {
    disarms:
      /\b(?:disable|disabling|turn(?:ing)? off|switch(?:ing)? off|deactivate|uninstall|stop|stopping|remove|removing|kill|pause|bypass|exclude|unload|weaken|relax|open|desactiv\w+|deshabilit\w+|apag\w+|deten\w*|desinstal\w+|quit\w*|desactiver|deaktivier\w+|abschalt\w+)\b.{0,40}?\b(?:waf|firewalls?|edr|xdr|antivirus|anti ?malware|av|defender|selinux|apparmor|auditd?|auditing|logging|logs|monitoring|sensors?|mfa|2fa|tls|certificate|signature|verification|validation|protections?|security|siem|rules?|rule ?sets?|ids|ips|sandbox|alerting|alerts|cortafuegos|registros?|seguridad|verificacion|autenticacion|pare ?feu|journalisation|uberwachung)\b/,
    raises_rights:
      /\b(?:grant|granting|add|adding|assign|give|giving|promote|elevate|make|allow|attach|bind|conced\w+|asign\w+|agreg\w+|anad\w+|otorg\w+|da|dale|accord\w+|ajout\w+|gewahr\w+|fuge)\b.{0,50}?\b(?:admin\w*|root|sudo\w*|superuser|owner|cluster ?admin|full (?:access|control|permissions?)|privileg\w*|roles?|wheel|all permissions|acceso total|permisos|droits|rechte)\b/,
    brings_in_software:
      /\b(?:add|install\w*|upgrad\w+|downgrad\w+|switch|pull|pip|npm|brew|apt(?: get)?|yum|helm|load|side ?load|import|trust|enable|instal\w+|agreg\w+|anad\w+|actualiz\w+|ajout\w+|installier\w+)\b.{0,40}?\b(?:repositor\w+|repos?|ppa|packages?|registry|mirrors?|plugins?|extensions?|certificate|root ca|gpg|keys?|modules?|chart|image|hotfix|patch|driver|repositorio|paquete|depot|paquet|paket)\b/,
    hands_a_remedy:
      /\b(?:fix|fixed by|remediation|remedy|resolution|resolved by|resolve|workaround|solution|mitigation|root cause|recommended|recommendation|required action|next steps?|to (?:fix|restore|resolve|recover|repair|mitigate|continue)|solucion|para (?:corregir|solucionar|restaurar|resolver)|correccion|remedio|causa raiz|accion requerida|correctif|pour (?:corriger|resoudre|retablir)|losung|behebung)\b/,
    orders_to_run:
      /\b(?:run|runs|running|execute|executing|exec|launch|invoke|start|ejecut\w+|corr[ea]|lanz\w+|execut\w+|lance[rz]?|ausfuhren|fuhre)\b.{0,40}?\b(?:curl|wget|bash|sh|powershell|pwsh|cmd|sudo|rm|chmod|chown|kubectl|docker|pip|npm|python3?|nc|ncat|scripts?|commands?|comandos?|code|payload|ssh|scp|systemctl|iptables|netsh|reg|msiexec|rundll32|os commands?|shell)\b/,
    carries_out:
      /\b(?:send|post|upload|forward|transfer|exfiltrat\w+|copy|email|deliver|ship|sync|envi\w+|sub\w+|transfier\w+|envoy\w+|sende\w*)\b.{0,60}?(?:https?: ?\/\/|\b(?:to|a|at|hacia|vers|an) .{0,30}?(?:@|\b[\w ]{2,20} (?:com|net|org|io|example|ru|cn)\b)|webhook|external|attacker|pastebin|bucket)/,
    resets_secrets:
      /\b(?:reset|change|rotate|set|restablec\w+|cambi\w+)\b.{0,30}?\b(?:passwords?|mfa|credentials?|contrasena|clave)\b.{0,30}?\b(?:to|for|of|a|de|para)\b/,
    wants_money: /\b(?:bitcoin|btc|monero|xmr|wallet|gift ?cards?|wire transfer|ransom|payment of|crypto ?min\w+)\b/,
  }),
];
