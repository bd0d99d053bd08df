//! The built-in templates, the lint's words and places, and the generated schema.

use holdpoint_domain::template::{Template, parse};

#[track_caller]
fn good(bytes: &[u8]) -> Template {
    match parse(bytes) {
        Ok((template, _)) => template,
        Err(problems) => panic!("{}", problems.iter().map(|problem| format!("{problem}\n")).collect::<String>()),
    }
}

#[test]
fn service_is_good() {
    let template = good(include_bytes!("../../../templates/service.toml"));
    assert_eq!(template.items().count(), 10);
}

#[test]
fn intercom_covers_the_seed() {
    let template = good(include_bytes!("../../../templates/intercom.toml"));
    let counts: Vec<usize> = template.sections.iter().map(|section| section.items.len()).collect();
    assert_eq!(counts, [5, 6, 5, 4, 5]);
    let checks: Vec<&str> = template.checks.iter().map(|check| check.id.as_str()).collect();
    assert_eq!(checks, ["api.auth", "api.rate-limit", "vendor.status", "webhook.endpoint", "app.health"]);
    let [rollback] = template.runbooks.as_slice() else { panic!("one runbook") };
    assert_eq!(rollback.steps.len(), 4);
    assert_eq!(rollback.steps.last().and_then(|step| step.check.as_ref()).map(|check| check.as_str()), Some("app.health"));
    assert_eq!((template.alerts.len(), template.resources.len(), template.next_steps.len()), (5, 3, 1));
}
