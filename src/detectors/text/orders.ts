const OVERRIDE =
  /\b(?:ignore|disregard|forget|override|bypass|skip)\b.{0,40}\b(?:previous|prior|above|earlier|all|any|your|preceding|the)\b.{0,40}\b(?:instructions?|rules?|context|prompts?|guidelines|alerts?|logs?|policy|policies|events?|findings?|directions?)\b/;
const ROLE =
  /(?:^|[\s"'[(>#*])(?:system|assistant|developer) ?(?:prompt|message|override|note)? ?:|<\|(?:im[ _]start|system|assistant|endoftext)|\[\/?inst\]|<<sys>>|### ?(?:instruction|system)|\byou are (?:now|an? )|\b(?:act|behave|respond|pretend) as (?:an? |the )?(?:ai|assistant|administrator|analyst|system|different|helpful|if)|\bdan mode\b|\bjailbr/;
const VERDICT =
  /\b(?:mark|classify|report|treat|set|label|rate|consider|flag|conclude|respond|reply|answer|return|output|summari[sz]e|close|score|say|state)\b.{0,60}\b(?:benign|false positive|safe|not malicious|harmless|low severity|no threats?|authori[sz]ed|legitimate|clean|no action|resolved|no anomal\w{1,5}|routine|approved)\b|\bverdict\b.{0,40}\b(?:benign|safe|clean|false positive|none|low|harmless)\b/;
const ADDRESSED =
  /\b(?:ai|llm|language model|assistant|copilot|chatgpt|gpt|claude|gemini|model|soc agent|ai analyst|security agent)\b.{0,40}\b(?:must|should|please|shall|need to|you are|do not|don't|will|ignore|note)\b/;
const LEAK =
  /\b(?:reveal|print|repeat|output|send|leak|show|disclose|dump|include|exfiltrate|post|forward|display)\b.{0,60}\b(?:system prompt|instructions|api[ _]?keys?|credentials|secrets?|tokens?|environment variables|your prompt|configuration|conversation)\b/;
const ANNOUNCED =
  /\b(?:new|updated|following|revised|hidden|prior|these)\b.{0,24}\binstructions?\b|\bsuperseded?s?\b.{0,40}\b(?:instructions?|rules?|polic(?:y|ies)|prompts?|context)\b|\binstructions?\b.{0,24}\bsuperseded?\b|\bnote (?:to|for) (?:the )?(?:ai|llm|model|assistant|analyst|reviewer|summari[sz]er|soc)\b|\battention[:,]? (?:ai|llm|model|assistant|analyst)\b/;
const SILENCED =
  /\b(?:do not|don't|never|without)\b.{0,24}\b(?:report|alert|escalat\w{1,4}|flag|mention|investigat\w{1,4}|notify)\b|\bno (?:further )?(?:investigation|escalation|review|alert)s?\b.{0,20}\b(?:required|needed|necessary)\b|\b(?:suppress|omit|hide|discard)\b.{0,30}\b(?:alerts?|findings?|this (?:event|entry|log)|detections?|incidents?)\b/;

/** Orders to a language model, by what they want; for lower-case texts with single blanks. */
export const ORDERS: Readonly<Record<string, RegExp>> = {
  override: OVERRIDE,
  role: ROLE,
  verdict: VERDICT,
  addressed: ADDRESSED,
  leak: LEAK,
  announced: ANNOUNCED,
  silenced: SILENCED,
};
