import { inView } from './sign.ts';

/** Work for a language model that no log line asks for. */
export const TASK_SIGNS = inView('words', {
  wants_writing:
    /\b(?:write|compose|create|generate|draft|craft|tell|give|produce|make|invent|design|prepare|provide|escribe|redacta|crea|genera|inventa|ecris|redige|schreibe|verfasse|escreva)\b.{0,50}?\b(?:poem|haiku|story|stories|essay|sentences?|paragraphs?|letter|article|recipe|summary|script|headlines?|titles?|e ?mail|jokes?|songs?|lyrics|slogan|speech|dialogue?|conversation|blog|tweet|review|description|outline|plan|example|tutorial|guide|guidance|program|function|code|list of|poema|cuento|historia|carta|resumen|correo|articulo|poeme|histoire|lettre|gedicht|geschichte|brief)\b/,
  wants_rework:
    /\b(?:translate|rewrite|rephrase|paraphrase|summari[sz]e|shorten|expand|proofread|edit|convert|transform|transliterate|encode|decode|reverse|rearrange|scramble|unscramble|shuffle|replace|substitute|remove|swap|misspell|capitali[sz]e|spell|traduce|resume|reescribe|convierte|traduis|resume[zr]?|ubersetze|fasse|traduza)\b.{0,50}?\b(?:this|that|the|following|above|text|sentences?|words?|letters?|vowels?|spaces?|paragraphs?|message|phrase|it|output|response|texto|frase|palabras?|texte|phrase|mots?|satz|worter)\b/,
  names_a_language:
    /\b(?:in|into|to|al?|en|auf|ins?|from) (?:english|spanish|french|german|chinese|japanese|italian|portuguese|russian|arabic|hindi|latin|ingles|espanol|frances|aleman|anglais|espagnol|allemand|englisch|franzosisch|spanisch|base ?64|rot ?13|morse|hex|leet ?speak|binary|json|markdown|emojis?|pig latin)\b/,
  shapes_the_answer:
    /\b(?:your|the|each|every|all|its) (?:final |next |whole |entire )?(?:response|answer|reply|output|answers|responses|replies|code|solution|implementation|summary|report|analysis|program|algorithm|codebase)\b|\bstep by step\b|\bword for word\b|\bverbatim\b|\bbullet points?\b|\bin (?:the )?(?:style|voice|tone|format) of\b|\b(?:respond|reply|answer) (?:only |just )?(?:with|in|to|using|as)\b|\btu respuesta|su respuesta|ta reponse|votre reponse|deine antwort/,
  asks_for_advice:
    /\b(?:how (?:do|can|should|would|to)|what (?:is|are|was|were|s|would|should)|what's|who (?:is|was|are)|why (?:is|are|do|does)|can you|could you|would you|tell me|give me|help me|show me|teach me|explain (?:how|why|what|to)|i (?:need|want|would like|am looking)|i'm looking|let's|dime|dame|ayudame|explicame|dis moi|aide moi|erklare|sag mir)\b/,
  names_code:
    /\b(?:following|subsequent|below|this|provided|given|next) (?:code|snippet|python|script|function|block|excerpt|program)\b|\bcode (?:block|snippet|section|excerpt|segment|fragment)s?\b/,
});

/** Program text where a value stands. */
export const CODE_SIGNS = inView('plain', {
  fenced_code: /```/,
  program_text:
    /\bimport [a-z_][\w.]*(?:, ?\w|\s*[\n;]|\s+as )|\bfrom [\w.]+ import\b|\bdef \w{1,40}\(|\bfunction \w{0,40}\(|\bprint\(|\beval\(|\bexec\(|\bos\.(?:popen|system|environ)|\bsubprocess\.|\brequests\.(?:get|post)|\b__\w{3,20}__\b|\bconsole\.log\(|#include|=> ?\{|\brequire\(|\bsystem\(|\bbase64_decode\(|\bpassthru\(/,
});
