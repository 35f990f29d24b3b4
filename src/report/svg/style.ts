/** Colours by name, for light and dark ground. Contrast of text is 4.5 or more on the ground it stands on. */
export const light = {
  paper: '#ffffff',
  ink: '#1b2430',
  soft: '#566272',
  box: '#f6f8fb',
  edge: '#8a97a6',
  rim: '#c3ccd6',
  region: '#f3f5f9',
  sync: '#1f5fbf',
  async: '#0b7257',
  data: '#8791a0',
  import: '#a82a4d',
  undo: '#9a4d00',
  store: '#fff8e6',
  storerim: '#c9a040',
  channel: '#e8f6f0',
  channelrim: '#5aa88b',
  gate: '#eaf1fd',
  gaterim: '#7499d8',
  outside: '#f4f1f8',
  outsiderim: '#9d8cb8',
  error: '#c02640',
  warning: '#f0b429',
  onerror: '#ffffff',
  onwarning: '#2b2005',
  added: '#12784a',
  removed: '#b3261e',
  changed: '#7a5a00',
  glow: '#1f5fbf',
} as const;

export type ColourName = keyof typeof light;

export const dark: Readonly<Record<ColourName, string>> = {
  paper: '#12161c',
  ink: '#e7ecf2',
  soft: '#a0acba',
  box: '#1c232d',
  edge: '#64727f',
  rim: '#3d4854',
  region: '#171c24',
  sync: '#82b4ff',
  async: '#5fcfa9',
  data: '#76818d',
  import: '#ff86a2',
  undo: '#f0a35e',
  store: '#29251a',
  storerim: '#a68a45',
  channel: '#152a21',
  channelrim: '#43916f',
  gate: '#1a273d',
  gaterim: '#557cbc',
  outside: '#221f2b',
  outsiderim: '#7e6fa0',
  error: '#f0596d',
  warning: '#f0b429',
  onerror: '#1a0508',
  onwarning: '#2b2005',
  added: '#5fd39a',
  removed: '#ff8a80',
  changed: '#e6c14d',
  glow: '#9cc4ff',
};

const variables = (colours: Readonly<Record<ColourName, string>>): string =>
  Object.entries(colours)
    .map(([name, value]) => `--${name}:${value}`)
    .join(';');

/** Light, and dark where the reader's machine is. */
export const colours = `.map{${variables(light)}}
@media (prefers-color-scheme:dark){.map{${variables(dark)}}}
`;

/** One ground, whatever the machine prefers. */
export const fixedColours = (ground: 'light' | 'dark'): string =>
  `.map{${variables(ground === 'dark' ? dark : light)}}\n`;

/** The same for a page with a switch: `data-ground` overrules what the machine prefers. */
export const pageColours = `:root{${variables(light)}}
@media (prefers-color-scheme:dark){:root:not([data-ground=light]){${variables(dark)}}}
:root[data-ground=dark]{${variables(dark)}}
`;

/** Kinds of lines differ in dash and tip, not in colour alone. */
export const shapes = `.map{background:var(--paper);font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
.paper{fill:var(--paper)}
.name{font-size:14px;font-weight:600;fill:var(--ink)}
.groupname{font-size:22px}
.groupmore{font-size:14px;fill:var(--soft)}
.free{opacity:.3}
.more,.label,.legend{font-size:11px;fill:var(--soft)}
.smallname{font-size:11px;fill:var(--ink)}
.title{font-size:18px;font-weight:600;fill:var(--ink)}
.region{fill:var(--region);stroke:var(--rim);stroke-dasharray:2 4}
.regionname{font-size:12px;font-weight:600;fill:var(--soft)}
.box{fill:var(--box);stroke:var(--edge);stroke-width:1.2}
.bar{fill:none;stroke:var(--gaterim);stroke-width:2;stroke-linecap:round}
.gateway .box,.frontend .box{fill:var(--gate);stroke:var(--gaterim)}
.job .box{stroke-dasharray:5 3}
.store .box,.table .box{fill:var(--store);stroke:var(--storerim)}
.store .lid{fill:none;stroke:var(--storerim);stroke-width:1.2}
.channel .box{fill:var(--channel);stroke:var(--channelrim)}
.dead-letters .box,.compensation .box{fill:var(--paper);stroke:var(--undo)}
.outside .box,.unknown .box{fill:var(--outside);stroke:var(--outsiderim);stroke-dasharray:5 3}
.missing .box{fill:none;stroke:var(--error);stroke-dasharray:3 3}
.line{fill:none}
.sync,.next{stroke:var(--sync)}
.async{stroke:var(--async);stroke-dasharray:7 4}
.data,.runs{stroke:var(--data)}
.relation{stroke:var(--soft)}
.undo{stroke:var(--undo);stroke-dasharray:3 3}
.import{stroke:var(--import);stroke-dasharray:1.5 4;stroke-linecap:round}
.service.node,.frontend.node,.gateway.node{stroke:none}
.tip-sync{fill:var(--sync)}
.tip-relation{fill:var(--soft)}
.tip-async{fill:none;stroke:var(--async);stroke-width:1.6}
.tip-undo{fill:none;stroke:var(--undo);stroke-width:1.6}
.tip-import{fill:none;stroke:var(--import);stroke-width:1.6}
.tip-data{fill:var(--data)}
.line.answer{stroke:var(--soft);stroke-dasharray:3 3}
.lifeline{fill:none;stroke:var(--rim);stroke-dasharray:2 4}
.atwork{fill:var(--gate);stroke:var(--gaterim)}
.frame{fill:none;stroke:var(--edge);stroke-dasharray:6 3}
.framename{font-size:11px;font-weight:600;fill:var(--soft)}
.plate{fill:var(--paper)}
.mark.error{fill:var(--error)}
.mark.warning{fill:var(--warning)}
.marktext{font-size:11px;font-weight:700;fill:var(--onwarning)}
.mark.error+.marktext{fill:var(--onerror)}
.badge{fill:var(--paper);stroke:var(--soft)}
.badgetext{font-size:12px;font-weight:700;fill:var(--ink)}
.change-added .box,.line.change-added{stroke:var(--added);stroke-width:2.4}
.change-removed .box,.line.change-removed{stroke:var(--removed);stroke-dasharray:2 3}
.change-changed .box,.line.change-changed{stroke:var(--changed)}
.seen-unseen{opacity:.4}
.seen-unknown{stroke:var(--import)}
`;
