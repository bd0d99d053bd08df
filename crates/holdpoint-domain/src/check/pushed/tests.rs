//! What becomes of files as tools write them, and of files that nobody should write.

use std::fmt::Write as _;

use super::*;
use crate::check::{Check, INCOMPLETE, Observation, Verdict, judge};

/// As gitleaks 8 writes it: one rule of many, a result with the secret in its snippet.
const GITLEAKS: &str = r#"{
 "$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0",
 "runs": [ { "tool": { "driver": { "name": "gitleaks", "semanticVersion": "v8.0.0", "informationUri": "https://github.com/gitleaks/gitleaks",
   "rules": [ { "id": "generic-api-key", "shortDescription": { "text": "Detected a Generic API Key" } } ] } },
  "results": [ { "message": { "text": "generic-api-key has detected secret for file config/app.env." }, "ruleId": "generic-api-key",
   "locations": [ { "physicalLocation": { "artifactLocation": { "uri": "config/app.env" },
     "region": { "startLine": 7, "startColumn": 2, "endLine": 7, "endColumn": 40, "snippet": { "text": "dG9rOnRoZS1zZWNyZXQ=" } } } } ],
   "partialFingerprints": { "commitSha": "0123456789abcdef", "email": "ann@example.com", "author": "Ann", "date": "2026-11-20T10:00:00Z" },
   "properties": { "tags": [] } } ] } ] }"#;

/// As pytest writes it.
const PYTEST: &str = r#"<?xml version="1.0" encoding="utf-8"?><testsuites name="pytest tests"><testsuite name="pytest" errors="0" failures="1" skipped="1" tests="3" time="0.041" timestamp="2026-11-24T10:00:00.123456+00:00" hostname="runner"><testcase classname="tests.test_client" name="test_401" time="0.001" /><testcase classname="tests.test_client" name="test_500[&lt;html&gt;]" time="0.002"><failure message="assert 500 == 200">def test_500():
&gt;       assert call() == 200
E       assert 500 == 200</failure></testcase><testcase classname="tests.test_client" name="test_slow" time="0.000"><skipped type="pytest.skip" message="no network">tests/test_client.py:9: no network</skipped></testcase></testsuite></testsuites>"#;

/// As Maven's Surefire writes it, with a test that passed when it was tried again.
const SUREFIRE: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<testsuite xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="https://maven.apache.org/surefire/maven-surefire-plugin/xsd/surefire-test-report.xsd" version="3.0" name="com.example.ClientTest" time="1.2" tests="2" errors="0" skipped="0" failures="0">
  <properties><property name="java.version" value="21"/><property name="failure" value="x"/></properties>
  <testcase name="retriesOn429" classname="com.example.ClientTest" time="0.4"/>
  <testcase name="retriesOn503" classname="com.example.ClientTest" time="0.8">
    <flakyFailure message="timed out" type="java.util.concurrent.TimeoutException"><stackTrace><![CDATA[at com.example <failure/>]]></stackTrace></flakyFailure>
    <system-out><![CDATA[ERROR <failure> of a test that passed]]></system-out>
  </testcase>
</testsuite>"#;

fn sarif(runs: &str) -> String {
    format!(r#"{{"version": "2.1.0", "runs": {runs}}}"#)
}

/// One run of a tool `t` with these rules and results, and more of the run behind them.
fn run(rules: &str, results: &str, more: &str) -> String {
    sarif(&format!(r#"[{{"results": [{results}], "tool": {{"driver": {{"name": "t", "rules": [{rules}]}}}}{more}}}]"#))
}

/// The verdict that a template's author would ask for, and its reason.
fn judged(format: PushedFormat, text: &str) -> (Verdict, String) {
    let facts = read(format, text).unwrap_or_else(|bad| panic!("{bad}: {text}")).facts;
    let fact = if format == PushedFormat::Sarif { "findings" } else { "failed" };
    let expect = serde_json::json!([{ "fact": fact, "equals": 0.0, "why": "{value}", "next": "n" }]);
    let probe = serde_json::json!({ "kind": "pushed", "format": format });
    let check = serde_json::json!({ "id": "c", "title": "C", "probe": probe, "expect": expect, "ttl_minutes": 1 });
    let check: Check = serde_json::from_value(check).unwrap();
    let observation = Observation { facts, failure: None, requests: vec![], latency_ms: 0, started_at: Timestamp::UNIX_EPOCH };
    let judgement = judge(&check, &observation);
    (judgement.verdict, judgement.why)
}

#[test]
fn sarif_is_judged_by_its_findings() {
    use Verdict::{Fail, Pass, Unknown};
    let result = r#"{"ruleId": "r", "message": {"text": "m"}"#;
    let ended = |how: &str| format!(r#", "invocations": [{{"executionSuccessful": {how}}}]"#);
    let note_rule = r#"{"id": "r", "defaultConfiguration": {"level": "note"}}"#;
    let with = |more: &str| run("", &format!("{result}{more}}}"), "");
    let cases = [
        (GITLEAKS.to_owned(), Fail, "a secret"),
        (run("", "", ""), Pass, "nothing was found"),
        (run("", "", &ended("true")), Pass, "and the tool says so"),
        (run("", "", &ended("false")), Unknown, "the tool did not come to its end"),
        (run("", "", r#", "invocations": [{}]"#), Unknown, "the tool does not say"),
        (run("", &format!("{result}}}"), &ended("false")), Fail, "what it found, it found"),
        (sarif("[]"), Unknown, "no run"),
        (r#"{"version": "2.1.0"}"#.to_owned(), Unknown, "no list of runs"),
        (sarif(r#"[{"tool": {"driver": {"name": "t"}}}]"#), Unknown, "no list of results"),
        (sarif(r#"[{"tool": {"driver": {"name": "t"}}, "results": null}]"#), Unknown, "results are elsewhere"),
        (with(""), Fail, "no level: a warning"),
        (with(r#", "level": "error""#), Fail, "an error"),
        (with(r#", "level": "warning""#), Fail, "a warning"),
        (with(r#", "level": "note""#), Pass, "a note"),
        (with(r#", "level": "none""#), Pass, "no problem at all"),
        (with(r#", "kind": "pass", "level": "error""#), Pass, "a rule that holds"),
        (with(r#", "baselineState": "absent""#), Pass, "was there in an earlier run"),
        (with(r#", "baselineState": "unchanged""#), Fail, "an old sin"),
        (with(r#", "suppressions": []"#), Fail, "suppressed by nothing"),
        (with(r#", "suppressions": [{"kind": "inSource"}]"#), Pass, "suppressed in the source"),
        (with(r#", "suppressions": [{"kind": "external", "status": "underReview"}]"#), Fail, "asked for only"),
        (with(r#", "suppressions": [{"kind": "external", "status": "rejected"}]"#), Fail, "refused"),
        (run(note_rule, &format!("{result}}}"), ""), Pass, "the rule says note, behind the results"),
        (run(note_rule, r#"{"ruleId": "r/1"}"#, ""), Pass, "a part of that rule"),
        (run(note_rule, r#"{"ruleIndex": 0}"#, ""), Pass, "by its place"),
        (run(note_rule, r#"{"ruleIndex": -1}"#, ""), Fail, "no place"),
        (run(note_rule, r#"{"ruleId": "r", "level": "error"}"#, ""), Fail, "the result knows better"),
        (run(note_rule, r#"{"ruleId": "other"}"#, ""), Fail, "another rule"),
    ];
    for (text, verdict, about) in cases {
        let (seen, why) = judged(PushedFormat::Sarif, &text);
        assert_eq!(seen, verdict, "{about}: {why}: {text}");
    }
}

/// As CodeQL writes its results: most have no level of their own.
#[test]
fn a_result_without_a_level_counts_as_its_rule_says() {
    let rule = |id: &str, level: &str| format!(r#"{{"id": "{id}", "defaultConfiguration": {{"level": "{level}"}}}}"#);
    let (note, error) = (rule("r", "note"), rule("r", "error"));
    let both = format!("{note}, {error}");
    let extension = |results: &str| {
        let tool = format!(
            r#"{{"driver": {{"name": "t", "rules": [{note}]}}, "extensions": [{{"name": "x", "rules": [{error}]}}, {{"name": "y", "rules": [{note}]}}]}}"#
        );
        sarif(&format!(r#"[{{"results": [{results}], "tool": {tool}}}]"#))
    };
    let cases = [
        (run(&error, r#"{"ruleId": "r"}"#, ""), [1.0, 0.0, 0.0], "an error by its rule"),
        (run(&error, r#"{"ruleId": "r/1"}"#, ""), [1.0, 0.0, 0.0], "a part of that rule"),
        (run(&error, r#"{"ruleIndex": 0}"#, ""), [1.0, 0.0, 0.0], "by its place"),
        (run(&error, r#"{"ruleId": "r", "level": "note"}"#, ""), [0.0, 0.0, 1.0], "the result knows better"),
        (run(r#"{"id": "r"}"#, r#"{"ruleId": "r"}"#, ""), [0.0, 1.0, 0.0], "a rule that says nothing"),
        (run(&both, r#"{"ruleId": "r"}"#, ""), [1.0, 0.0, 0.0], "two rules with one id: the worse one"),
        (extension(r#"{"rule": {"index": 0}}"#), [0.0, 0.0, 1.0], "the driver's rule"),
        (extension(r#"{"rule": {"index": 0, "toolComponent": {"index": 0}}}"#), [1.0, 0.0, 0.0], "an extension's"),
        (extension(r#"{"rule": {"index": 0, "toolComponent": {"index": 1}}}"#), [0.0, 0.0, 1.0], "another one's"),
        (extension(r#"{"rule": {"index": 0, "toolComponent": {"name": "x"}}}"#), [0.0, 1.0, 0.0], "one that is not found"),
        (extension(r#"{"rule": {"index": 9, "toolComponent": {"index": 9}}}"#), [0.0, 1.0, 0.0], "none that there is"),
    ];
    for (text, expected, about) in cases {
        let facts = read(PushedFormat::Sarif, &text).unwrap().facts;
        let seen = ["errors", "warnings", "notes"].map(|name| facts[name].clone());
        assert_eq!(seen, expected.map(Fact::Number), "{about}: {text}");
    }
}

#[test]
fn junit_is_judged_by_what_was_executed() {
    use Verdict::{Fail, Pass, Unknown};
    let suite = |inner: &str| format!("<testsuite>{inner}</testsuite>");
    let cases = [
        (PYTEST.to_owned(), Fail, "a failure"),
        (SUREFIRE.to_owned(), Pass, "passed at the second try; its output is not read"),
        (suite("<testcase name='a'/>"), Pass, "one test"),
        (suite("<testcase name='a'></testcase>"), Pass, "the same"),
        (suite("<testcase name='a'><error/></testcase>"), Fail, "an error"),
        (suite("<testcase name='a'><skipped/></testcase>"), Unknown, "skipped is no success"),
        (suite("<testcase name='a' status='notrun'/>"), Unknown, "switched off"),
        (suite("<testcase name='a'><skipped/></testcase><testcase name='b'/>"), Pass, "one of two"),
        (suite("<testcase name='a'><skipped/><failure/></testcase>"), Fail, "the worst counts"),
        (suite(""), Unknown, "no test"),
        ("<testsuites/>".to_owned(), Unknown, "nothing at all"),
        ("<testsuites tests='9' failures='0'/>".to_owned(), Unknown, "claims tests, and lists none"),
        ("<testsuites failures='2'><testsuite><testcase name='a'/></testsuite></testsuites>".to_owned(), Fail, "claims failures"),
        ("<testsuite errors='' failures=''><testcase name='a'/></testsuite>".to_owned(), Pass, "empty totals"),
        (suite("<error>the suite did not start</error>"), Fail, "a suite that broke"),
        (suite("<testcase name='a'/><system-out><testcase><failure/></testcase></system-out>"), Pass, "output is not read"),
        ("\u{feff}<testsuite><testcase name='a'/></testsuite>".to_owned(), Pass, "with a byte order mark"),
        ("<?xml version='1.0' encoding='ISO-8859-1'?><testsuite><testcase name='a'/></testsuite>".to_owned(), Pass, "ASCII in Latin-1"),
    ];
    for (text, verdict, about) in cases {
        let (seen, why) = judged(PushedFormat::Junit, &text);
        assert_eq!(seen, verdict, "{about}: {why}: {text}");
    }
}

#[test]
fn the_facts_name_the_first_places_and_never_a_snippet() {
    let reading = read(PushedFormat::Sarif, GITLEAKS).unwrap();
    assert_eq!(reading.facts["first"], Fact::Text("generic-api-key at config/app.env:7".into()));
    assert_eq!((&reading.facts["findings"], &reading.facts["warnings"]), (&Fact::Number(1.0), &Fact::Number(1.0)));
    assert_eq!(reading.facts["tool"], Fact::Text("gitleaks v8.0.0".into()));
    assert!(!format!("{reading:?}").contains("dG9r") && !format!("{reading:?}").contains("ann@"), "{reading:?}");

    let many: Vec<String> = (0..9).map(|n| format!(r#"{{"ruleId": "r{n}", "level": "{}"}}"#, ["error", "warning"][n % 2])).collect();
    let reading = read(PushedFormat::Sarif, &run("", &many.join(","), "")).unwrap();
    assert_eq!(reading.facts["first"], Fact::Text("r0; r1; r2; r3; r4".into()), "in the order of the file");
    assert_eq!((&reading.facts["errors"], &reading.facts["warnings"]), (&Fact::Number(5.0), &Fact::Number(4.0)));

    let reading = read(PushedFormat::Junit, PYTEST).unwrap();
    assert_eq!(reading.facts["first"], Fact::Text("tests.test_client.test_500[<html>]".into()));
    let counts = ["executed", "failed", "skipped", "flaky"].map(|name| reading.facts[name].clone());
    assert_eq!(counts, [2.0, 1.0, 1.0, 0.0].map(Fact::Number));
    let odd = read(PushedFormat::Sarif, &run("", &format!(r#"{{"ruleId": "\u001b[2J{}"}}"#, "x".repeat(900)), "")).unwrap();
    let Fact::Text(first) = &odd.facts["first"] else { panic!("a text") };
    assert!(!first.contains('\u{1b}') && first.chars().count() < 300, "{first}");
}

#[test]
fn a_result_is_as_old_as_its_run() {
    let at = |text: &str| Some(text.parse::<Timestamp>().unwrap());
    let invocations = r#", "invocations": [{"executionSuccessful": true, "startTimeUtc": "2026-11-24T09:00:00Z", "endTimeUtc": "2026-11-24T09:05:00Z"},
        {"executionSuccessful": true, "startTimeUtc": "2026-11-24T10:00:00.5Z"}]"#;
    assert_eq!(read(PushedFormat::Sarif, &run("", "", invocations)).unwrap().ran_at, at("2026-11-24T09:05:00Z"));
    assert_eq!(read(PushedFormat::Sarif, &run("", "", "")).unwrap().ran_at, None);
    assert_eq!(read(PushedFormat::Junit, PYTEST).unwrap().ran_at, at("2026-11-24T10:00:00.123456Z"));
    assert_eq!(read(PushedFormat::Junit, SUREFIRE).unwrap().ran_at, None);
    let without_zone = PYTEST.replace("+00:00", "");
    assert_eq!(read(PushedFormat::Junit, &without_zone).unwrap().ran_at, None, "whose ten o'clock?");
}

#[test]
fn what_is_incomplete_says_why() {
    let cases = [
        (PushedFormat::Sarif, sarif("[]"), "no run"),
        (PushedFormat::Sarif, run("", "", r#", "invocations": [{"executionSuccessful": false}]"#), "run of t does not say"),
        (PushedFormat::Junit, "<testsuite><testcase name='a'><skipped/></testcase></testsuite>".into(), "skipped: 1"),
    ];
    for (format, text, why) in cases {
        let facts = read(format, &text).unwrap().facts;
        assert!(facts[INCOMPLETE].to_string().contains(why), "{facts:?}");
        assert!(judged(format, &text).1.contains(why));
    }
}

#[test]
fn malformed_files_are_refused_with_the_place() {
    let deep_json = format!("{{\"version\": \"2.1.0\", \"x\": {}{}, \"runs\": 1}}", "[".repeat(50_000), "]".repeat(50_000));
    let many_runs = sarif(&format!("[{}]", vec![r#"{"tool":{"driver":{"name":""}}}"#; 1_001].join(",")));
    let many_rules: Vec<String> = (0..=10_000).map(|n| format!(r#"{{"ruleId":"{n}"}}"#)).collect();
    let cases = [
        (String::new(), "line 1, column 0", "EOF"),
        ("{}".into(), "line 1, column 2", "version"),
        (r#"{"version": "2.0.0", "runs": []}"#.into(), "version", "2.1.0"),
        (sarif(r#"[{"results": []}]"#), "runs[0]", "tool"),
        (run("", r#"{"level": "critical"}"#, ""), "runs[0].results", "critical"),
        (run("", "3", ""), "runs[0].results", "integer"),
        (run("", "", r#", "results": []"#), "runs[0]", "duplicate"),
        (sarif("3"), "runs", "list"),
        (format!("{} x", sarif("[]")), "line 1, column", "trailing"),
        (deep_json, "line 1", ""),
        (many_runs, "runs", "more than 1000"),
        (run("", &many_rules.join(","), ""), "runs[0].results", "more than 10000"),
    ];
    for (text, place, what) in cases {
        let bad = read(PushedFormat::Sarif, &text).unwrap_err();
        assert!(bad.place.contains(place) && bad.what.contains(what), "{bad}");
    }
}

#[test]
fn hostile_xml_is_refused_with_the_place() {
    let mut laughs = String::from("<?xml version=\"1.0\"?>\n<!DOCTYPE lolz [ <!ENTITY lol \"lol\">");
    for n in 1..10 {
        write!(laughs, "<!ENTITY lol{n} \"{}\">", format!("&lol{};", n - 1).repeat(10)).unwrap();
    }
    laughs.push_str("]><testsuite name=\"&lol9;\"><testcase name=\"&lol9;\">&lol9;</testcase></testsuite>");
    let external = "<!DOCTYPE x SYSTEM \"file:///etc/passwd\"><testsuite/>";
    let deep = format!("{}{}", "<testsuite>".repeat(100_000), "</testsuite>".repeat(100_000));
    let wide: String = (0..200).fold(String::from("<testsuite"), |text, n| format!("{text} a{n}='x'")) + "/>";
    let cases = [
        (laughs.as_str(), "line 2, column 1", "DOCTYPE"),
        (external, "line 1, column 1", "DOCTYPE"),
        (&deep, "line 1, column 705", "64 deep"),
        (&wide, "line 1, column 1", "100 attributes"),
        ("<testsuite name='&lol;'><testcase name='&lol;'/></testsuite>", "line 1, column 1", "lol"),
        ("<html></html>", "line 1, column 1", "<html>"),
        ("", "line 1, column 1", "too early"),
        ("<testsuite>\n<testcase name='a'>", "line 2", ""),
        ("<testsuite>\n</testcase>", "line 2, column 1", ""),
        ("<testsuite/><testsuite/>", "line 1, column 13", "root"),
        ("<testsuite/>\nbut", "line 1, column 13", "outside"),
        ("{}", "line 1, column 1", "outside"),
        ("<testsuite failures='many'/>", "line 1, column 1", "many"),
        ("<testsuite><testcase name='a'><testcase name='b'/></testcase></testsuite>", "line 1, column 31", "another"),
        ("<testsuite a='1' a='2'/>", "line 1, column 1", ""),
        ("<testsuite", "line 1, column 1", "XML"),
        ("<?xml version='1.0' encoding='ISO-8859-1'?><testsuite name='ä'/>", "line 1, column 1", "UTF-8"),
    ];
    for (text, place, what) in cases {
        let bad = read(PushedFormat::Junit, text).unwrap_err();
        assert!(bad.place.starts_with(place) && bad.what.contains(what), "{bad}: {}", &text[..text.len().min(100)]);
    }
}

/// Ten million bytes of the worst kinds take seconds at most, and next to no memory.
#[test]
fn huge_files_are_read_or_refused() {
    let results = vec!["{}"; 300_000].join(",");
    let reading = read(PushedFormat::Sarif, &run("", &results, "")).unwrap();
    assert_eq!(reading.facts["findings"], Fact::Number(300_000.0));
    let cases = "<testcase name=\"a\"/>".repeat(200_000);
    let reading = read(PushedFormat::Junit, &format!("<testsuite>{cases}</testsuite>")).unwrap();
    assert_eq!(reading.facts["executed"], Fact::Number(200_000.0));
}
