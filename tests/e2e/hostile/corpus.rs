//! What the hostile story writes: our own texts, made of what leaves a place and what would run there.

/// What gets out of the place where a text stands, if that place lets it.
const OUT: [&str; 9] = ["", "\">", "'>", "</textarea>", "</title></style>", "-->", "</script>", "`}]]>", "</svg></math>"];

/// What runs in HTML once it is out; `RUN` stands for the script.
const MARKUP: [&str; 24] = [
    "<script>RUN</script>",
    "<ScRiPt >RUN</sCrIpT >",
    "<img src=x onerror=RUN>",
    "<img/src=x/onerror=RUN//",
    "<svg onload=RUN>",
    "<svg><animate onbegin=RUN attributeName=x dur=1s>",
    "<svg><script>RUN</script></svg>",
    "<body onload=RUN>",
    "<input autofocus onfocus=RUN>",
    "<select autofocus onfocus=RUN></select>",
    "<details open ontoggle=RUN>",
    "<video><source onerror=RUN></video>",
    "<audio src=x onerror=RUN></audio>",
    "<iframe srcdoc=\"<script>parent.RUN</script>\"></iframe>",
    "<iframe src=javascript:parent.RUN></iframe>",
    "<object data=javascript:RUN></object>",
    "<a href=javascript:RUN autofocus onfocus=RUN>go</a>",
    "<form action=javascript:RUN><button autofocus onfocus=RUN>",
    "<math><mtext><style onload=RUN></style></mtext></math>",
    "<link rel=stylesheet href=/none onerror=RUN>",
    "<base href=javascript:RUN//>",
    "<meta http-equiv=refresh content=0;url=javascript:RUN>",
    "<p style=animation:turn onanimationstart=RUN>",
    "<template><script>RUN</script></template>",
];

/// What runs elsewhere: in templates, scripts, addresses, Markdown, or after somebody decodes it.
const ELSEWHERE: [&str; 20] = [
    "{{constructor.constructor('RUN')()}}",
    "${RUN}",
    "#{RUN}",
    "<%= RUN %>",
    "\";RUN;//",
    "';RUN;//",
    "\\\";RUN;//",
    "*/RUN/*",
    "</script><script>RUN//",
    "javascript:RUN",
    "JavaScript:RUN//https://example.com",
    "data:text/html,<script>RUN</script>",
    "&lt;script&gt;RUN&lt;/script&gt;",
    "&#60;img src=x onerror=RUN&#62;",
    "%3Cscript%3ERUN%3C/script%3E",
    "\\u003cscript\\u003eRUN\\u003c/script\\u003e",
    "[click](javascript:RUN)",
    "![x](x\"onerror=\"RUN)",
    "<!--><img src=x onerror=RUN>-->",
    "\u{202e}<script>RUN</script>",
];

/// Addresses that no link may have, each a different way to say so.
pub const SCHEMES: [&str; 22] = [
    "javascript:RUN",
    "JAVASCRIPT:RUN",
    "jAvAsCrIpT:RUN",
    " javascript:RUN",
    "java\tscript:RUN",
    "java\nscript:RUN",
    "\u{1}javascript:RUN",
    "\u{feff}javascript:RUN",
    "javascript&colon;RUN",
    "javascript://https://example.com/%0aRUN",
    "javascript:https://example.com/;RUN",
    "data:text/html,<script>RUN</script>",
    "DATA:text/html;base64,PHNjcmlwdD4=",
    "data:image/svg+xml,<svg onload=RUN>",
    "vbscript:RUN",
    "blob:https://example.com/1",
    "file:///etc/passwd",
    "http://example.com/RUN",
    "//example.com/RUN",
    "/RUN",
    "https:javascript:RUN",
    "https://somebody@example.com/RUN",
];

/// Every text, each with a number of its own, so that what ran is known.
pub fn payloads() -> Vec<String> {
    let markup = OUT.iter().flat_map(|out| MARKUP.iter().map(move |markup| format!("{out}{markup}")));
    let all = markup.chain(ELSEWHERE.map(str::to_owned)).enumerate();
    all.map(|(place, text)| text.replace("RUN", &format!("__xss={place}"))).collect()
}

/// Of what runs each once, behind the ways out in turn: for what takes few texts, or takes long for each.
pub fn each_once() -> Vec<String> {
    let of_markup = |place: usize| (place / MARKUP.len(), place % MARKUP.len());
    let once = |place: usize| match of_markup(place) {
        (out, markup) if out < OUT.len() => out == markup % OUT.len(),
        _ => true,
    };
    payloads().into_iter().enumerate().filter(|(place, _)| once(*place)).map(|(_, text)| text).collect()
}
