//! What one has just done comes first: what the server judges by the launch waits for the wishes that were made before it.

use anyhow::{Result, ensure};

use crate::browser::Browser;
use crate::team::Team;

/// From here on what is to be done to a launch does not leave the page until `go` is called; `asked` has the addresses of what was to be written, in
/// their order, and `whose` whom the page said that each is from. A page that waits for an answer gives up at some time; what is held here does not.
const HELD: &str = r#"
    const ask = window.fetch.bind(window);
    const held = new Promise((go) => { window.go = go; });
    window.asked = [];
    window.whose = [];
    window.early = undefined;
    window.fetch = async (request, ...how) => {
        if ((request.method ?? "GET") === "GET") return ask(request, ...how);
        window.asked.push(request.url);
        window.whose.push(request.headers.get("x-holdpoint"));
        if (!request.url.endsWith("/commands")) return ask(request, ...how);
        await held;
        return ask(request, { signal: new AbortController().signal });
    };
"#;

/// Presses a button, and a moment later lets go what is held. By one clock, so that on a slow machine too it is let go before the page waits no longer.
const PRESS: &str = r#"
    const [button, address] = arguments;
    document.querySelector(button).click();
    setTimeout(() => {
        window.early = window.asked.some((asked) => asked.endsWith(address));
        window.go();
    }, 500);
"#;

/// Presses a button, and signs out at once; the second press means it, though something is not saved.
const PRESS_AND_LEAVE: &str = r#"
    document.querySelector("[data-testid=issue-report]").click();
    for (let time = 0; time < 2; time += 1) document.querySelector("[data-testid=sign-out]").click();
"#;

/// Who is signed in.
pub const WHO: &str = r#"
    const [done] = arguments;
    fetch("/api/session").then((answer) => answer.json()).then(({ me }) => done(me.id));
"#;

/// Ticks an item, and presses a button on another page before the server knows of it.
async fn press_at_once(ann: &Browser, item: &str, tab: &str, (button, address): (&str, &str)) -> Result<()> {
    ann.driver.execute(HELD, vec![]).await?;
    ann.click(&format!("[data-item='{item}'] input[type=checkbox]")).await?;
    ann.until("return asked.some((asked) => asked.endsWith('/commands'))").await?;
    ann.click(&format!(".tabs a[href$='/{tab}']")).await?;
    ann.find(&format!("{button}:not([aria-disabled=true])")).await?;
    ann.driver.execute(PRESS, vec![button.into(), address.into()]).await?;
    ann.until(&format!("return asked.some((asked) => asked.endsWith('{address}'))")).await?;
    ann.until("return early !== undefined").await?;
    let early: bool = ann.driver.execute("return early", vec![]).await?.convert()?;
    ensure!(!early, "{address} was asked before the server knew that {item} is done");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_judged_by_the_launch_waits_for_what_was_just_done() -> Result<()> {
    let Some((team, path)) = Team::with_launch("In order").await? else {
        return Ok(());
    };
    team.invite(&path).await?;
    let ann = &team.ann;
    ann.wait_for("[data-live]", "data-live", "online").await?;

    // A report tells of it.
    press_at_once(ann, "auth.scopes", "sign-off", ("[data-testid=issue-report]", "/reports")).await?;
    ann.see(".latest", "Issued").await?;
    ann.click(&format!(".tabs a[href='{path}']")).await?;
    ann.find("[data-item='auth.scopes'][data-status=done][data-pending=false]").await?;

    // A drill begins after it.
    press_at_once(ann, "auth.rotation", "drills", ("[data-testid=open-drill]", "/drills")).await?;
    ann.wait_for("[data-testid=drill]", "data-open", "true").await?;
    ann.click(&format!(".tabs a[href='{path}']")).await?;
    ann.find("[data-item='auth.rotation'][data-status=done][data-pending=false]").await?;
    team.part().await
}

/// Whoever signs in within these seconds is not who pressed the button.
#[tokio::test(flavor = "multi_thread")]
async fn what_waited_is_of_whoever_pressed_the_button() -> Result<()> {
    let Some((team, _)) = Team::with_launch("In whose name").await? else {
        return Ok(());
    };
    let ann = &team.ann;
    ann.wait_for("[data-live]", "data-live", "online").await?;
    let me: String = ann.driver.execute_async(WHO, vec![]).await?.convert()?;
    ann.driver.execute(HELD, vec![]).await?;
    ann.click("[data-item='auth.scopes'] input[type=checkbox]").await?;
    ann.until("return asked.some((asked) => asked.endsWith('/commands'))").await?;
    ann.click(".tabs a[href$='/sign-off']").await?;
    ann.find("[data-testid=issue-report]:not([aria-disabled=true])").await?;
    ann.driver.execute(PRESS_AND_LEAVE, vec![]).await?;
    ann.find("[data-testid=sign-in-form]").await?;
    ann.until("return asked.some((asked) => asked.endsWith('/reports'))").await?;
    let whose: String =
        ann.driver.execute("return whose[asked.findIndex((asked) => asked.endsWith('/reports'))]", vec![]).await?.convert()?;
    ensure!(whose == me, "the report was asked for as {whose}, and {me} pressed the button");
    team.part_in_bad_weather().await
}
