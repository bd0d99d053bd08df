//! A launch of 5,000 items: what is near is drawn, everything is reached, and a tick changes one row.

use std::collections::HashSet;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use crate::browser::Browser;
use crate::stage::skip;
use crate::team::Team;

const SECTIONS: usize = 5;
const OF_EACH: usize = 1_000;

/// Rows that may be drawn at a time: those of three windows and a bit, in pieces, and the first ones.
const MOST_ROWS: usize = 300;

/// Rows of one piece of a list.
const PIECE: usize = 25;

/// The last item but one of all.
const LATE: &str = "[data-item='part5.item999']";

/// What is in the middle of the window is drawn.
const IN_SIGHT: &str =
    "const row = document.elementFromPoint(300, 500)?.closest('.row, .part__head, .rows'); return row === null || !row.matches('.rows')";

/// Filters by one text after the other as if somebody wrote it there, and takes each away again; what comes of that is drawn before the next.
const HOURS: &str = r#"
    const [filters, done] = arguments;
    const { set } = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value");
    const frame = () => new Promise((go) => requestAnimationFrame(go));
    (async () => {
        for (let number = 1; number <= filters; number++) {
            for (const words of [`question ${number}`, ""]) {
                const field = document.querySelector("input[data-filter=text]");
                set.call(field, words);
                field.dispatchEvent(new Event("input", { bubbles: true }));
                while ((document.querySelector("[data-filter=clear]") !== null) !== (words !== "")) await frame();
                for (let more = 0; more < 3; more++) await frame();
            }
        }
    })().then(() => done(""), (error) => done(String(error)));
"#;

fn template() -> String {
    let mut text = "format = 1\nname = \"long\"\nversion = \"1.0.0\"\ntitle = \"Long\"\nsummary = \"Many questions.\"\n".to_owned();
    for section in 1..=SECTIONS {
        text.push_str(&format!("[[sections]]\nid = \"part{section}\"\ntitle = \"Part {section}\"\n"));
        for item in 1..=OF_EACH {
            text.push_str(&format!(
                "[[sections.items]]\nid = \"part{section}.item{item}\"\ntitle = \"The answer to question {item} of part {section} is known\"\n\
                 level = \"must\"\nevidence = \"optional\"\n"
            ));
        }
    }
    text
}

/// A launch of it, Ann's and Ben's, both of whom look at it.
async fn launch(team: &mut Team) -> Result<String> {
    let folder = team.server.folder.join("templates");
    std::fs::create_dir_all(&folder)?;
    std::fs::write(folder.join("long.toml"), template())?;
    team.server.offer(&folder)?;
    let ann = &team.ann;
    ann.goto(&team.server.url("/launches/new")).await?;
    ann.fill("[data-testid=new-launch] input[name=name]", "Everything at once").await?;
    ann.click("label[for=new-template-long]").await?;
    ann.click("[data-testid=new-launch] button[type=submit]").await?;
    ann.find("[data-item]").await?;
    let path = ann.driver.current_url().await?.path().to_owned();
    team.invite(&path).await?;
    for browser in [&team.ann, team.ben().await?] {
        browser.goto(&team.server.url(&path)).await?;
    }
    team.ann.find("[data-item]").await?;
    team.ben().await?.find("[data-item]").await?;
    Ok(path)
}

async fn rows(browser: &Browser) -> Result<usize> {
    Ok(browser.driver.execute("return document.querySelectorAll('[data-item]').length", vec![]).await?.convert()?)
}

/// Some rows are there, and no more than may be, once what was scrolled to is drawn and what was left is not.
async fn few_rows(browser: &Browser, when: &str) -> Result<()> {
    few(browser, "[data-item]", MOST_ROWS).await.with_context(|| format!("few rows are drawn {when}"))
}

async fn few(browser: &Browser, css: &str, most: usize) -> Result<()> {
    browser.until(&format!("const drawn = document.querySelectorAll({css:?}).length; return 0 < drawn && drawn <= {most}")).await
}

/// Done when nothing has changed in the list for half a second.
const AT_REST: &str = r#"
    const [done] = arguments;
    let last = performance.now();
    const watch = new MutationObserver(() => { last = performance.now(); });
    watch.observe(document.querySelector(".list"), { subtree: true, childList: true, attributes: true, characterData: true });
    const look = () => {
        if (performance.now() - last < 500) return setTimeout(look, 100);
        watch.disconnect();
        done();
    };
    look();
"#;

async fn at_rest(browser: &Browser) -> Result<()> {
    browser.driver.execute_async(AT_REST, vec![]).await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn five_thousand_items_are_within_reach() -> Result<()> {
    let Some(mut team) = Team::gather().await? else { return Ok(()) };
    team.come_in().await?;
    let path = launch(&mut team).await?;
    few_rows(&team.ann, "at first").await?;
    team.ann.find("[data-item='part1.item2']").await?;
    let told = "const row = document.querySelector('[data-item=\"part1.item2\"]'); return [row.ariaSetSize, row.ariaPosInSet, row.role]";
    let told: Vec<String> = team.ann.driver.execute(told, vec![]).await?.convert()?;
    ensure!(told == ["1000", "2", "listitem"], "a screen reader is told {told:?}");
    reasons(&team.ann).await?;
    scroll(&team.ann).await?;
    by_keys(&team).await?;
    filter(&team.ann).await?;
    fold(&team.ann).await?;
    by_address(&team, &path).await?;
    team.ann.watch_modules().await?;
    team.ann.goto(&team.server.url(&path)).await?;
    team.ann.find("[data-item]").await?;
    one_row_for_a_tick(&team).await?;
    hours(&team.ann).await?;
    paper(&team.ann).await?;
    signed(&team, &path).await?;
    contents(&team).await?;
    team.part().await
}

/// Who looks through the checklist itself has all of its items, and those drawn that are near.
async fn contents(team: &Team) -> Result<()> {
    let ann = &team.ann;
    ann.goto(&team.server.url("/templates")).await?;
    ann.click("[data-template=long] [data-testid=contents] > summary").await?;
    ann.see("[data-template=long] li[aria-setsize='1000']", "question 1 of part 1").await?;
    few(ann, "[data-template=long] li", 2 * MOST_ROWS).await
}

/// The gate's reasons are as many as the items: those that one looks at are drawn, the last one too.
async fn reasons(ann: &Browser) -> Result<()> {
    let drawn = "return document.querySelectorAll('.gate__list .reasons__line').length";
    ensure!(ann.driver.execute(drawn, vec![]).await?.convert::<usize>()? == 0, "nobody looks at them");
    ann.click("[data-testid=gate] summary").await?;
    ann.see(".gate__list", "question 1 of part 1").await?;
    let at = |place: &str, end: &str| {
        format!(
            "const list = document.querySelector('.gate__list'); list.scrollTo(0, {end}); \
            return list.querySelector(\".reasons__line[aria-posinset='{place}'][aria-setsize='5001']\") !== null"
        )
    };
    let (first, last) = (at("1", "0"), at("5000", "list.scrollHeight"));
    ann.until(&last).await?;
    few(ann, ".gate__list .reasons__line", MOST_ROWS).await?;
    // What is out of sight keeps the height that it had: on a phone the first ones are seen once, before axe counts them.
    ann.driver.set_window_rect(0, 0, 390, 844).await?;
    for end in [first, last] {
        ann.until(&end).await?;
        ann.still(390).await?;
    }
    ann.picture("80-long-list-reasons").await?;
    ann.click("[data-testid=gate] summary").await?;
    ann.gone(".reasons__line").await
}

/// To the end at once, and back in steps: what is in sight is drawn, and stays where it is.
async fn scroll(ann: &Browser) -> Result<()> {
    ann.driver.execute("scrollTo(0, document.documentElement.scrollHeight)", vec![]).await?;
    ann.find("[data-item='part5.item1000']").await?;
    // What is drawn may be higher than what it was taken for.
    let seen = "scrollTo(0, document.documentElement.scrollHeight); \
        const { top, bottom } = document.querySelector('[data-item=\"part5.item1000\"]').getBoundingClientRect(); return 0 < top && bottom < innerHeight + 1";
    ann.until(seen).await?;
    few_rows(ann, "at the end").await?;
    ann.picture("80-long-list").await?;
    for _ in 0..20 {
        ann.driver.execute("scrollBy(0, -700)", vec![]).await?;
        ann.until(IN_SIGHT).await?;
    }
    few_rows(ann, "on the way back").await?;
    ann.driver.execute("scrollTo(0, 0)", vec![]).await?;
    ann.find("[data-item='part1.item1']").await.map(drop)
}

/// Down over the end of what is drawn, and a tick; from the first item of a section to the last one of the section before, which is far away.
async fn by_keys(team: &Team) -> Result<()> {
    let ann = &team.ann;
    // The keys' code comes after the first screen.
    ann.until("return document.querySelector('#palette') !== null").await?;
    ann.driver.execute("document.querySelector('[data-item=\"part1.item1\"] a').focus()", vec![]).await?;
    // Into each piece by a key of its own: its rows may have to be drawn first.
    let mut at = 1;
    while at < 121 {
        let keys = if at % PIECE == 0 { 1 } else { (PIECE - at % PIECE).min(121 - at) };
        ann.press("j".repeat(keys)).await?;
        at += keys;
        ann.until(&format!("return document.activeElement.closest('[data-item=\"part1.item{at}\"]') !== null")).await?;
    }
    ann.press("x").await?;
    ann.wait_for("[data-item='part1.item121']", "data-status", "done").await?;
    ann.driver.execute("document.querySelector('#section-part2').scrollIntoView()", vec![]).await?;
    ann.find("[data-item='part2.item1']").await?;
    ann.driver.execute("document.querySelector('[data-item=\"part2.item1\"] a').focus()", vec![]).await?;
    ann.press("k").await?;
    ann.until("return document.activeElement.closest('[data-item=\"part1.item1000\"]') !== null").await?;
    few_rows(ann, "after many keys").await?;
    // Ben hears of it, and finds it where he has not been.
    let ben = team.ben().await?;
    ben.fill("input[data-filter=text]", "item121").await?;
    ben.wait_for("[data-item='part1.item121']", "data-status", "done").await?;
    ben.click("[data-filter=clear]").await?;
    ben.gone("[data-filter=clear]").await
}

async fn filter(ann: &Browser) -> Result<()> {
    ann.fill("input[data-filter=text]", "question 999").await?;
    ann.see(".filters__count", "5 of 5,000").await?;
    ann.find(LATE).await?;
    ann.until("return document.querySelectorAll('[data-item]').length === 5").await?;
    ann.picture("80-long-list-filtered").await?;
    ann.click("[data-filter=clear]").await?;
    ann.find("[data-item='part1.item1']").await?;
    ann.click("select[data-filter=status] option[value=done]").await?;
    ann.see(".filters__count", "1 of 5,000").await?;
    // Whatever becomes of it, it stays until the filter changes.
    ann.click("[data-item='part1.item121'] input[type=checkbox]").await?;
    ann.wait_for("[data-item='part1.item121']", "data-status", "open").await?;
    ann.still(1280).await?;
    ensure!(rows(ann).await? == 1, "the row is still there");
    ann.click("[data-filter=clear]").await?;
    ann.gone("[data-filter=clear]").await
}

/// A section folds away and comes back; who follows an address finds it open.
async fn fold(ann: &Browser) -> Result<()> {
    let fold = "[data-section=part1] .part__fold";
    ann.driver.execute("scrollTo(0, 0)", vec![]).await?;
    ann.click(fold).await?;
    ann.wait_for(fold, "aria-expanded", "false").await?;
    ann.until("return document.querySelector('[data-section=part1]').getBoundingClientRect().height < 100").await?;
    ann.find("[data-item='part2.item1']").await?;
    ann.picture("80-long-list-folded").await?;
    ann.click(fold).await?;
    ann.until("return 10000 < document.querySelector('[data-section=part1]').getBoundingClientRect().height").await
}

/// An address of an item far down: its row is drawn, chosen and in sight; closing it leads back to it.
async fn by_address(team: &Team, path: &str) -> Result<()> {
    let ann = &team.ann;
    let seen = format!(
        "const {{ top, bottom }} = document.querySelector(\"{LATE}\")?.getBoundingClientRect() ?? {{}}; return 0 < top && bottom < innerHeight + 1"
    );
    ann.goto(&team.server.url(&format!("{path}/items/part5.item999"))).await?;
    ann.find("[data-pane='part5.item999']").await?;
    ann.wait_for(LATE, "data-chosen", "true").await?;
    ann.until(&seen).await?;
    few_rows(ann, "behind an address").await?;
    ann.click(&format!("{LATE} input[type=checkbox]")).await?;
    team.ben().await?.driver.execute("scrollTo(0, document.documentElement.scrollHeight)", vec![]).await?;
    team.ben().await?.wait_for(LATE, "data-status", "done").await?;
    // From anywhere else in the list.
    ann.driver.execute("scrollTo(0, 0)", vec![]).await?;
    ann.still(1280).await?;
    ann.until("return document.querySelector('#palette') !== null").await?;
    ann.driver.execute("document.querySelector('.pane__back').focus()", vec![]).await?;
    ann.press("u").await?;
    ann.until(&format!("return document.activeElement.closest(\"{LATE}\") !== null")).await?;
    ann.until(&seen).await
}

/// Counts the rows in which anything changes, from the click until the server has it.
async fn one_row_for_a_tick(team: &Team) -> Result<()> {
    let ann = &team.ann;
    ann.wait_for("[data-live]", "data-live", "online").await?;
    let watch = r#"
        window.touched = new Set();
        window.watch = new MutationObserver((changes) => {
            for (const { target } of changes) {
                const row = (target.closest ? target : target.parentElement)?.closest("[data-item], .part__rows");
                if (row) touched.add(row.dataset.item ?? "the list itself");
            }
        });
        watch.observe(document.querySelector(".list"), { subtree: true, childList: true, attributes: true, characterData: true });
    "#;
    for browser in [ann, team.ben().await?] {
        browser.driver.execute("scrollTo(0, 0)", vec![]).await?;
        browser.find("[data-item='part1.item3']").await?;
        at_rest(browser).await?;
        browser.driver.execute(watch, vec![]).await?;
    }
    ann.driver.execute("document.querySelector('[data-item=\"part1.item3\"] input').click()", vec![]).await?;
    for browser in [ann, team.ben().await?] {
        browser.wait_for("[data-item='part1.item3']", "data-status", "done").await?;
        browser.wait_for("[data-item='part1.item3']", "data-pending", "false").await?;
        at_rest(browser).await?;
        let touched: Vec<String> = browser.driver.execute("watch.disconnect(); return [...touched]", vec![]).await?.convert()?;
        ensure!(touched == ["part1.item3"], "a tick changed {touched:?}");
    }
    Ok(())
}

/// Rows come and go all day, and nothing of them stays.
async fn hours(ann: &Browser) -> Result<()> {
    let before = hours_of(ann, 10).await?;
    let grown = hours_of(ann, 40).await? - before;
    ensure!(grown < 1_000_000.0, "forty filters took {grown} bytes");
    Ok(())
}

/// * Returns what the page's module has taken then.
async fn hours_of(ann: &Browser, filters: usize) -> Result<f64> {
    let fault: String = ann.driver.execute_async(HOURS, vec![filters.into()]).await?.convert()?;
    ensure!(fault.is_empty(), "{fault}");
    ann.module_bytes().await
}

/// On paper is every row, and every reason of the gate, which is folded; afterwards the screen has few again, and those that are in sight.
async fn paper(ann: &Browser) -> Result<()> {
    ann.driver.execute("document.querySelector('#section-part3').scrollIntoView()", vec![]).await?;
    ann.find("[data-item='part3.item1']").await?;
    // The page's own listener came first.
    let count = r#"
        addEventListener("beforeprint", () => {
            const count = (css) => document.querySelectorAll(css).length;
            window.drawn = [count("[data-item]"), count("[data-item]:not([data-status=done])")];
        }, { once: true });
    "#;
    ann.driver.execute(count, vec![]).await?;
    let wanted = json!({ "paperWidth": 8.27, "paperHeight": 11.69, "generateTaggedPDF": false });
    let paper = ann.driver.cdp().send_raw("Page.printToPDF", wanted).await?;
    let drawn: [usize; 2] = ann.driver.execute("return window.drawn ?? [0, 0]", vec![]).await?.convert()?;
    let [all, open] = drawn;
    ensure!(all == SECTIONS * OF_EACH, "{all} rows were drawn for paper");
    match read(&STANDARD.decode(paper["data"].as_str().unwrap_or_default())?)? {
        Some(read) => ensure!(read == [all, open], "of rows and reasons {read:?} came on paper, of {drawn:?}"),
        None => skip("what came on paper (pdftotext is not installed; Debian: poppler-utils)"),
    }
    few_rows(ann, "after printing").await?;
    ann.gone(".gate__list .reasons__line").await?;
    ann.until(IN_SIGHT).await
}

/// How many items a printed page has as rows, and how many the gate's reasons name. `None`: nothing is there to read it with.
fn read(pdf: &[u8]) -> Result<Option<[usize; 2]>> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("paper.pdf");
    std::fs::write(&file, pdf)?;
    let Ok(said) = Command::new("pdftotext").arg("-raw").arg(&file).arg("-").output() else { return Ok(None) };
    ensure!(said.status.success(), "pdftotext: {}", String::from_utf8_lossy(&said.stderr));
    // However its lines were broken.
    let text: String = String::from_utf8_lossy(&said.stdout).split_whitespace().collect();
    let mut titles = text.split("Theanswertoquestion");
    let mut before = titles.next().unwrap_or_default();
    let (mut rows, mut reasons) = (HashSet::new(), HashSet::new());
    for behind in titles {
        if let Some((item, _)) = behind.split_once("isknown") {
            let place = if before.ends_with('“') { &mut reasons } else { &mut rows };
            place.insert(item);
        }
        before = behind;
    }
    Ok(Some([rows.len(), reasons.len()]))
}

/// What is signed of all of them is drawn for who opens it, a section at a time and in pieces; so are the items that are not done.
async fn signed(team: &Team, path: &str) -> Result<()> {
    let ann = &team.ann;
    ann.goto(&team.server.url(&format!("{path}/sign-off"))).await?;
    ann.find("[data-testid=signed-whole]").await?;
    let drawn = "return document.querySelectorAll('[data-testid=snapshot] li').length";
    let unseen: usize = ann.driver.execute(drawn, vec![]).await?.convert()?;
    ensure!(unseen < 20, "{unseen} lines are drawn that nobody looks at");
    ann.click("[data-testid=signed-whole] > summary").await?;
    ann.click("[data-testid=signed-section] > summary").await?;
    ann.see("[data-signed='part1.item2']", "question 2 of part 1").await?;
    ann.find("[data-testid=signed-section] li[aria-setsize='1000']").await?;
    ann.click("[data-testid=signed-exceptions] > summary").await?;
    ann.find("[data-testid=signed-exceptions] li").await?;
    few(ann, "[data-testid=snapshot] li", 2 * MOST_ROWS).await?;
    // A newer snapshot, because Ben ticks something, folds nothing that somebody reads.
    let read = ann.find("[data-testid=snapshot]").await?.attr("data-revision").await?.unwrap_or_default();
    team.ben().await?.driver.execute("document.querySelector('[data-item=\"part1.item2\"] input').click()", vec![]).await?;
    ann.gone(&format!("[data-testid=snapshot][data-revision='{read}']")).await?;
    ann.find("[data-testid=signed-exceptions][open] li").await?;
    ann.find("[data-testid=signed-whole][open] [data-testid=signed-section][open] li").await.map(drop)
}

/// Notes how many rows there are when something is about to be painted, if they are other ones than before.
const ROWS: &str = r#"
    window.rows = [];
    const look = () => {
        const count = document.querySelectorAll("[data-item]").length;
        if (count !== (rows.at(-1) ?? 0)) rows.push(count);
        requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
"#;

/// Nobody waits for what is below the window; who comes back to a place there finds it.
#[tokio::test(flavor = "multi_thread")]
async fn of_a_list_what_is_in_sight_is_painted_first_and_all_of_it_for_who_comes_back() -> Result<()> {
    let Some((team, path)) = Team::with_launch("In sight").await? else { return Ok(()) };
    let ann = &team.ann;
    ann.in_each_document(ROWS).await?;
    ann.goto("about:blank").await?;
    ann.goto(&team.server.url(&path)).await?;
    ann.until("return rows.length === 2 && rows[0] < 20 && rows[1] === 25").await?;
    ann.driver.refresh().await?;
    ann.wait_for("[data-live]", "data-live", "online").await?;
    ann.until("return rows.length === 1 && rows[0] === 25").await?;
    team.part().await
}
