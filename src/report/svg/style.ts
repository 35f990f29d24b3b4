/** Light by default, dark where the reader's machine is. Kinds of lines differ in dash and arrow, not in colour alone. */
export const style = `
.map{--paper:#ffffff;--ink:#1c2530;--soft:#5b6775;--box:#f4f7fb;--edge:#8d9bab;--rim:#b9c4d0;--region:#eef2f7;--sync:#1f5fbf;--async:#0f7b5f;--data:#8a94a0;--store:#fff7e3;--storerim:#d2ab4c;--channel:#e7f6f0;--channelrim:#63ab92;--gate:#e9f0fd;--gaterim:#7a9fdc;--import:#b42d4f;--mark:#c62843;--onmark:#ffffff;background:var(--paper);font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
@media (prefers-color-scheme:dark){.map{--paper:#12171e;--ink:#e6ebf1;--soft:#9aa7b5;--box:#1d2530;--edge:#5d6b7b;--rim:#46525f;--region:#171e27;--sync:#7db0ff;--async:#5fcfa9;--data:#76818d;--store:#2b2618;--storerim:#a98a43;--channel:#14291f;--channelrim:#3f8a6d;--gate:#1a2740;--gaterim:#4f76b8;--import:#ff7f9c;--mark:#ef5468;--onmark:#12171e}}
.paper{fill:var(--paper)}
.name{font-size:14px;font-weight:600;fill:var(--ink)}
.more,.label,.legend{font-size:11px;fill:var(--soft)}
.channelname{font-size:11px;fill:var(--ink)}
.title{font-size:18px;font-weight:650;fill:var(--ink)}
.region{fill:var(--region);stroke:var(--rim);stroke-dasharray:2 4}
.regionname{font-size:12px;font-weight:600;fill:var(--soft)}
.box{fill:var(--box);stroke:var(--edge);stroke-width:1.2}
.gateway .box,.frontend .box{fill:var(--gate);stroke:var(--gaterim)}
.job .box{stroke-dasharray:5 3}
.store .box{fill:var(--store);stroke:var(--storerim);stroke-width:1.2}
.store .lid{fill:none;stroke:var(--storerim);stroke-width:1.2}
.channel .box{fill:var(--channel);stroke:var(--channelrim)}
.line{fill:none;stroke-width:1.6}
.sync{stroke:var(--sync)}
.async{stroke:var(--async);stroke-dasharray:7 4}
.data{stroke:var(--data);stroke-width:1.1}
.import{stroke:var(--import);stroke-dasharray:1.5 4;stroke-linecap:round;stroke-width:2}
.tip-sync{fill:var(--sync)}
.tip-async{fill:none;stroke:var(--async);stroke-width:1.6}
.tip-import{fill:none;stroke:var(--import);stroke-width:1.6}
.tip-data{fill:var(--data)}
.plate{fill:var(--paper)}
.mark{fill:var(--mark)}
.marktext{font-size:11px;font-weight:700;fill:var(--onmark)}
`;

/** Arrow heads, one for each kind of line. */
export const tips = `<marker id="tip-sync" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="9" markerHeight="9" markerUnits="userSpaceOnUse" orient="auto"><path class="tip-sync" d="M0,0.6L10,5L0,9.4Z"/></marker>
<marker id="tip-async" viewBox="0 0 10 10" refX="8.6" refY="5" markerWidth="10" markerHeight="10" markerUnits="userSpaceOnUse" orient="auto"><path class="tip-async" d="M1,1L9,5L1,9"/></marker>
<marker id="tip-import" viewBox="0 0 10 10" refX="8" refY="5" markerWidth="10" markerHeight="10" markerUnits="userSpaceOnUse" orient="auto"><path class="tip-import" d="M2,1L2,9M6,1L6,9"/></marker>
<marker id="tip-data" viewBox="0 0 10 10" refX="6" refY="5" markerWidth="6" markerHeight="6" markerUnits="userSpaceOnUse" orient="auto"><circle class="tip-data" cx="5" cy="5" r="4"/></marker>`;
