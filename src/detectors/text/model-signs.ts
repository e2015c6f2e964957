import { ORDERS } from './orders.ts';
import { inView, type Sign } from './sign.ts';

const orderSigns: readonly Sign[] = inView(
  'words',
  Object.fromEntries(Object.entries(ORDERS).map(([name, pattern]) => [`order_${name}`, pattern])),
);

const IGNORE =
  'ignore[zr]?|ignora|ignorad|ignorar|ignoriere|disregard|forget|override|bypass|skip|neglect|abandon|discard|cancel|drop|stop follow\\w*|olvid[ae]|descart[ae]|omit[ea]?|oublie[zr]?|vergiss|vergesst|missachte\\w*|esquec[ae]|desconsidere|dimentica|игнориру\\w+|забудь\\w*|忽略|忘记|无视|無視';
const TOLD =
  'instruct\\w*|rules?|prompts?|guidelines?|directives?|directions?|commands?|orders?|polic(?:y|ies)|constraints?|restrictions?|safeguards?|safety|filters?|training|programming|context|messages?|conversation|instrucciones|indicaciones|ordenes|reglas|normas|politicas|directrices|contexto|consignes|regles|directives|anweisung\\w*|regeln|vorgaben|instrucoes|regras|istruzioni|regole|инструкци\\w*|указани\\w*|правил\\w*|指令|指示|说明|规则';

/** What only speaks to a language model, or to who judges events with one. */
export const MODEL_SIGNS: readonly Sign[] = [
  ...orderSigns,
  ...inView('words', {
    names_a_model:
      /\b(?:a\.?i\.?|llms?|(?:large )?language models?|assistants?|chatbots?|copilots?|chatgpt|gpt ?\d?\w{0,6}|openai|claude|anthropic|gemini|llama|mistral|deepseek|bard|(?:ai|soc|autonomous|security|triage|analysis|analyst|summary) ?(?:agents?|bots?|models?)|modelos?(?: de lenguaje)?|asistentes?|inteligencia artificial|ia|modele(?: de langage)?|intelligence artificielle|sprachmodell|ki|assistente|assistent|нейросеть|ассистент|ии)\b|人工智能|语言模型|助手|アシスタント/,
    names_a_judge:
      /\b(?:analysts?|triage|reviewers?|investigators?|soc|siem|responders?|operators?|on ?call|summari[sz]ers?|classifiers?|analistas?|revisor|analyste)\b/,
    speaks_as_frame:
      /<\|?\/? ?(?:im[ _]?(?:start|end)|system|sys|user|assistant|instructions?|prompt|end ?of ?(?:text|prompt)|endoftext|s)\|?>|\[\/?(?:inst|system|sys|user|assistant|instructions?|admin)\]|(?:^|[\s"'[(#*>])(?:system|assistant|user|human|developer|sysadmin|instructions?|sistema|asistente|systeme)(?: (?:prompt|message|note|override|notice|update))? ?:|["']role["'] ?: ?["'](?:system|assistant|user)|-{3,} ?(?:begin|end|start|new|system)\b|={3,} ?(?:begin|end|start|new|system)\b|\b(?:begin|end|start) (?:of )?(?:system|admin|new|hidden|secret)? ?(?:prompt|instructions?|message|log|context)\b|#{2,} ?\w/,
    plays_a_role:
      /\byou (?:are|will be|are going to be|re) (?:now |going to |to )?(?:an? |the |called |named |acting|playing|free|no longer|in )|\byou're (?:now |going to )?(?:an? |the |called |acting|playing)|\b(?:act|behave|respond|pretend|roleplay|role play|pose|speak|simulate|answer|operate) (?:as|like|to be|being|that|you|only as|in the role)\b|\b(?:imagine|assume|suppose|pretend) (?:that )?(?:you|we|the role|a|an)\b|\bfrom now on\b|\b(?:stay|remain|break) (?:in )?character\b|\b(?:persona|alter ego|role ?play\w*|hypothetical\w*|fictional|simulat(?:e|ion|or))\b|\b(?:eres (?:ahora|un|una)|actua como|haz como|finge|a partir de ahora|tu es (?:maintenant|un)|agis comme|desormais|du bist (?:jetzt|nun|ein)|ab jetzt|tu es agora|voce e (?:agora|um)|aja como|теперь ты|ты теперь)\b|你现在是|假装|扮演/,
    lifts_limits:
      /\bjail ?br(?:oken|eak\w*)(?! (?:detect|check|status|test))|\b(?:dan|dude|stan|aim|evil|developer|debug|god|sudo|root|admin|maintenance|opposite|unrestricted|uncensored) ?mode\b|\bdo anything now\b|\b(?:no|without|any|lift\w*|remov\w*|free (?:of|from)|ignor\w*|bypass\w*) (?:all |any |the |its |your |ethical |moral |legal |content |safety |usual )*(?:restrictions?|limit(?:s|ations?)?|filters?|rules|censorship|guidelines|guardrails|boundaries|constraints|ethics|morals|morality|warnings?|disclaimers?)\b|\b(?:un(?:filtered|censored|restricted|ethical|moderated)|amoral|immoral|illegal\w*|unlawful|harmful|nsfw|profan\w+|swear|malware|ransomware|napalm|bomb|explosives?|weapons?|drugs?|meth|hack into|phishing)\b|\b(?:never|can ?not|cannot|won't|will not|don't|must not|without) (?:ever )?(?:refus\w+|declin\w+|deny|reject|apologi[sz]\w+|say(?:ing)? no)|\bregardless of\b.{0,40}\b(?:ethic|moral|legal|harm|polic|consequen)\w*|\bsin (?:restricciones|limites|filtros|censura)\b|\bsans (?:restriction|limite|filtre)s?\b|\bohne (?:einschrankungen|filter|regeln)\b/,
    overrides: new RegExp(`(?:\\b|(?<=[^a-z]))(?:${IGNORE})(?![a-z]).{0,60}?(?:${TOLD})`),
    replaces_orders: new RegExp(
      `\\b(?:new|updated|revised|real|actual|true|following|next|additional|special|secret|hidden|nuevas?|siguientes?|nouvelles?|neue|novas?|nuove)(?: \\w+)? (?:${TOLD})`,
    ),
    asks_for_prompt:
      /\b(?:system|initial|original|starting|hidden|secret|first|previous|above|developer|base|your) (?:prompts?|instructions?|messages?|configuration|directives?|rules|text|context|guidelines|settings)\b|\b(?:instructions?|prompts?|text|words?|message|rules|everything)(?: that)?(?: you)? (?:(?:were|was|have been|are|had been|got) (?:given|told|provided|instructed|written|said)|above|before this|so far|at the (?:beginning|start|top))\b|\b(?:repeat|print|show|reveal|output|recite|copy|reproduce|translate|encode|summari[sz]e) .{0,40}\b(?:above|before|prompt|instructions|conversation|verbatim|word for word)\b|\bprompt del sistema|instrucciones (?:iniciales|originales|del sistema)|(?:tus|sus) instrucciones|prompt systeme|tes instructions|vos instructions|system ?prompt|deine (?:anweisungen|regeln)/,
    orders_a_verdict:
      /\b(?:(?:must|should|shall|to|can|may|please) be (?:\w+ed|set|closed)|mark|classify|report|treat|label|rate|consider|flag|conclude|categori[sz]e|tag|score|set|regard|assess|deem|triage|close|resolve|downgrade|lower|reduce|answer|reply|respond|return|output|say|write|verdict|severity|clasifi\w{1,4}|marca|marque|considera|trata|cierra|classe[zr]?|classifie\w*|markiere\w*|einstufen|stufe)\b.{0,60}?\b(?:benign|false[ _]positive|safe|not? (?:malicious|threat|suspicious|risk|incident|issue)s?|harmless|low|informational|legitimate|authori[sz]ed|clean|no action|resolved|routine|normal|approved|trusted|expected|ignored?|closed|ok|okay|benign[oa]s?|falso positivo|segur[oa]|inofensiv[oa]|legitim[oa]|normal|resuelt[oa]|autorizad[oa]|benin|legitime|sans danger|faux positif|harmlos|unbedenklich|gutartig|fehlalarm)\b/,
    claims_harmless:
      /\b(?:is|are|was|were|this|it's|es|est|ist)\b.{0,40}\b(?:an? )?(?:benign|false positive|harmless|approved scanner|authori[sz]ed|legitimate|expected (?:activity|behaviou?r|traffic)|routine|known good|whitelisted|allow ?listed|trusted|part of (?:a |an |the )?(?:test|exercise|drill|pentest|maintenance))\b/,
    silences:
      /\b(?:do not|don't|dont|never|without|no|avoid|stop|refrain from|no need to|not necessary to|skip)\b.{0,24}?\b(?:report\w*|alert\w*|escalat\w*|flag\w*|mention\w*|investigat\w*|notif\w*|log|record|inform|warn\w*|tell|disclose|raise|analy[sz]\w*|block)\b|\b(?:suppress|omit|hide|discard|exclude|dismiss|close|mute|silence|whitelist|allow ?list)\b.{0,30}?\b(?:alerts?|findings?|events?|entr(?:y|ies)|logs?|lines?|detections?|incidents?|tickets?|cases?|rules?)\b|\bno (?:further )?(?:investigation|escalation|review|alert|action)s?\b.{0,20}?\b(?:required|needed|necessary)\b|\bno (?:lo )?(?:informes?|reportes?|alertes?|escales?|menciones?|notifiques?|investigues?|registres?)\b|\b(?:ne|n')\b.{0,20}\b(?:signal\w+|alert\w+|mentionn\w+|escalad\w+)|\bnicht (?:melden|erwahnen|eskalieren|untersuchen)\b/,
    calls_a_model:
      /(?:^|[.!?:;=>"'\n] ?)(?:(?:hey|hi|hello|dear|ok|attention|atencion|note|hola|estimad[oa]|and|to|for) )?(?:(?:the|any|all|el|la|le|der|die|das) )?(?:\w+ )?(?:ai|llms?|model|assistant|agent|bot|chatbot|copilot|chatgpt|gpt|claude|gemini|analyst|modelo|asistente|agente|ia|analista|modele|assistente|ki)(?: \w+)? ?[,:!]/,
    notes_to_reader:
      /\b(?:note|message|instructions?|attention|notice|reminder|hint|task|warning|nota|mensaje|atencion|instruccion\w*|aviso|remarque|hinweis|achtung|nota bene)\b,? ?(?:to|for|para|al?|pour|an|fur|the)? ?(?:the |el |la |los |any |all |every |le |den |die |das )?(?:\w+ ){0,2}?(?:ai|llms?|models?|assistants?|agents?|bots?|analysts?|reviewers?|readers?|summari[sz]ers?|soc|copilot|parsers?|modelo|asistente|agente|analista|modele|modell|ki|ia)\b/,
    asks_for_secrets:
      /\b(?:reveal|print|show|send|leak|dump|include|post|forward|display|give|share|list|tell|email|upload|exfiltrate|disclose|output|read|return|extract|provide|muestra|revela|envia|imprime|dime|affiche|envoie|zeige|sende)\b.{0,60}?\b(?:api[ _]?keys?|credentials?|secrets?|tokens?|passwords?|passwd|environment variables?|env vars?|private keys?|ssh keys?|cookies?|session|credit cards?|card (?:numbers?|details)|customer data|personal data|database|contrasenas?|claves?|credenciales|secretos|variables de entorno|mots? de passe|passwort\w*|zugangsdaten)\b/,
  }),
];
