import { inView } from './sign.ts';

/** How a text speaks: to whom, in what mood. Lower case, without accents; English and the languages beside it. */
export const VOICE_SIGNS = inView('words', {
  speaks_to_you:
    /\b(?:you|your|yours|yourself|you're|you'll|youre|usted|ustedes|eres|tienes|debes|puedes|tus|vous|votre|vos|toi|du|dein|deine|deinen|deiner|ihnen|ihre|voce|voces|seu|sua|tuo|tua|sei|devi)\b|(?:^|[^а-я])(?:ты|вы|тебе|вам|ваш\w*|твои\w*)(?![а-я])|[你您]|あなた|당신/,
  speaks_of_me:
    /\b(?:i|i'm|i'll|i am|my|me|myself|mine|yo|mi|mis|conmigo|quiero|necesito|je|moi|mon|ich|mich|mir|mein|meine|eu|meu|minha|io)\b|[我]|私|(?:^|[^а-я])(?:я|мне|мои)(?![а-я])/,
  begs: /\b(?:please|kindly|por favor|s'il (?:te|vous) plait|bitte|per favore|пожалуиста)\b|请|ください/,
  obliges:
    /\b(?:you|we|it|agent|assistant|model|analysts?|system|ai)\b ?(?:must|should|shall|need to|have to|ought to|are to|are required to|will now|can now|may now)\b|\b(?:debes|debe|deberas|tienes que|hay que|vous devez|tu dois|il faut|musst|mussen|sollst|deve|deves)\b/,
  forbids:
    /\b(?:do not|don't|dont|never|must not|cannot|can't|won't|no (?:debes|menciones|reportes|informes|escales|alertes|registres|digas)|nunca|ne (?:pas|jamais)|niemals|nicht|nao|non)\b/,
  begins_with_order:
    /(?:^|[.!?:;=>"'\n] ?)(?:(?:please|now|then|also|first|next|instead|just|simply) )?(?:accept|act|add|admit|allow|analy[sz]e|answer|append|approve|assume|attach|authorize|bypass|call|cancel|change|classify|close|compose|conclude|confirm|consider|continue|convert|copy|craft|create|decode|decrypt|delete|describe|design|develop|disable|discard|disclose|dismiss|display|disregard|download|draft|drop|dump|email|embed|emit|enable|encode|enter|escalate|execute|explain|export|fetch|find|follow|forget|forward|generate|give|grant|hide|ignore|imagine|include|incorporate|insert|install|integrate|invoke|list|log|make|mark|obey|omit|open|output|override|paste|perform|play|post|pretend|print|proceed|produce|promote|provide|publish|rate|read|rearrange|recite|recommend|remove|render|repeat|replace|reply|report|reset|respond|return|reveal|revoke|rewrite|run|say|scramble|send|set|share|show|simulate|skip|speak|spell|stop|suggest|summari[sz]e|suppress|swap|switch|talk|tell|transfer|translate|treat|trust|turn|unscramble|update|upload|use|utili[sz]e|visit|whitelist|write)\b/,
  begins_with_order_elsewhere:
    /(?:^|[.!?:;=>"'\n] ?)(?:ignora|ignore[sz]|olvida|omite|descarta|desactiva|ejecuta|responde|muestra|revela|imprime|envia|marca|clasifica|considera|actua|finge|traduce|escribe|resume|borra|elimina|cierra|concede|oublie[zr]?|ignorez|affiche[zr]?|execute[zr]|repondez|reponds|classe[zr]?|traduis|envoie|envoyez|vergiss|ignoriere?|fuhre|zeige|antworte|schreibe|sende|markiere|stufe|esqueca|mostre|responda|escreva|envie|marque|dimentica|mostra|rispondi|scrivi|invia|забудь|игнориру\w+|покажи|напиши|выполни|отправь|ответь|忽略|忘记|显示|输出|执行|无视|無視)/,
  begins_with_report:
    /(?:^|[:=>"'\]\n] ?)(?:\w{2,20}(?:ed|ing)|se \w{2,20}(?:[ae]n?|o)|sent|lost|found|no|not|cannot|could not|unable|failed|failure) (?!to you)/,
  begins_as_message:
    /(?:^|[:=>"'\]\n] ?)(?:hint|warning|warn|error|fatal|err|e|w|info|notice|usage|npm|yarn|pip|git|curl|apt|dpkg|docker|kubectl|systemd|kernel|sudo|ssh|java|python|detail|caused by|exception|note|tip|aviso|advertencia) ?(?:\w+ ?)?:/,
  quotes_a_command: /(?<!\w)[`'](?:sudo )?[a-z][\w ]{1,14} [^`']{1,60}[`'](?!\w)/,
  asks: /\b(?:what|who|how|why|when|where|which|can you|could you|would you|que|cual|como|quien|por que|quel|quelle|wie|was|warum|wer)\b[^?]{3,200}\?/,
  pleads_urgency:
    /\b(?:urgent|urgently|urgente|immediately|inmediatamente|right away|at once|asap|as soon as possible|emergency|time sensitive|without delay|sofort|immediatement|dringend)\b/,
  claims_authority:
    /\b(?:approved by|authori[sz]ed (?:by|under|test|scan|pentest|penetration|change|activity|scanner)|on behalf of|as (?:an? |the )?(?:admin|administrator|developer|certified|security|system owner)|i am (?:the |an? )?(?:admin|administrator|developer|owner|security)|i'm (?:the |an? )?(?:admin|administrator|developer|owner|security)|per (?:company |security |corporate )?policy|change (?:request|ticket) \w|pentest|red team|aprobad[oa] por|autorizad[oa]|autorise par)\b|\bchg ?\d{3,}/,
});
