//! `holdpoint template lint`, `schema`, `list`

use crate::{Desk, repository};

#[test]
fn a_broken_file_is_told_with_its_place() {
    let desk = Desk::new();
    desk.write("broken.toml", "format = 1\nname = \"x\"\nversion = 1.0.0\n");
    let ran = desk.run(["template", "lint", "broken.toml"]).code(1);
    assert!(ran.out.starts_with("broken.toml:3:"), "{}", ran.out);
    let place = ran.out.trim_start_matches("broken.toml:3:").split(": ").next().unwrap();
    assert!(place.parse::<usize>().is_ok(), "a column: {}", ran.out);
    let json = desk.run(["template", "lint", "--json", "broken.toml"]).code(1).json();
    assert_eq!(json[0]["file"], "broken.toml");
    assert_eq!(json[0]["problems"][0]["line"], 3);
}

#[test]
fn what_a_template_may_not_say_is_told_as_well() {
    let desk = Desk::new();
    let text = std::fs::read_to_string(repository().join("templates/service.toml")).unwrap();
    let file = desk.write("odd.toml", text.replacen("level = \"must\"", "level = \"mustard\"", 1));
    let ran = desk.run([std::ffi::OsStr::new("template"), "lint".as_ref(), file.as_os_str()]).code(1);
    assert!(ran.out.contains("odd.toml:") && ran.out.contains("mustard"), "{}", ran.out);
}

#[test]
fn the_built_in_templates_have_no_problems() {
    let folder = repository().join("templates");
    let names = ["intercom.toml", "service.toml", "webhook-consumer.toml"].map(|name| folder.join(name).display().to_string());
    let arguments = ["template".to_owned(), "lint".to_owned()].into_iter().chain(names);
    let ran = Desk::new().run(arguments).code(0).says(&["intercom.toml: no problems", "service.toml: no problems"]);
    assert_eq!(ran.out.lines().count(), 3);
}

#[test]
fn a_file_that_cannot_be_read_outweighs_problems() {
    let desk = Desk::new();
    desk.write("broken.toml", "= 1");
    let ran = desk.run(["template", "lint", "broken.toml", "absent.toml"]).code(2).says(&["broken.toml:1:1: "]);
    assert!(ran.err.contains("absent.toml"), "{}", ran.err);
    desk.run(["template", "lint", "."]).cannot_tell(&[".: "]);
    desk.write("latin.toml", b"name = \"caf\xe9\"");
    desk.run(["template", "lint", "latin.toml"]).code(1).says(&["latin.toml:1:", "UTF-8"]);
}

#[test]
fn a_name_that_json_cannot_have_is_told_as_that() {
    use std::os::unix::ffi::OsStrExt as _;
    let name = std::ffi::OsStr::from_bytes(b"caf\xe9.toml");
    let ran = Desk::new().run([std::ffi::OsStr::new("template"), "lint".as_ref(), "--json".as_ref(), name]);
    ran.cannot_tell(&["cannot be told as JSON", "UTF-8", "leave --json out"]);
}

#[test]
fn the_schema_and_the_list_are_for_machines_too() {
    let schema = Desk::new().run(["template", "schema"]).code(0).json();
    assert!(schema["properties"]["sections"].is_object(), "{schema}");
    let names = ["intercom-production", "service-launch", "webhook-consumer"];
    let desk = Desk::new();
    desk.run(["template", "list"]).code(0).says(&names);
    let list = desk.run(["template", "list", "--json"]).code(0).json();
    let listed: Vec<_> = list.as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
    assert_eq!(listed, names);
    assert_eq!(list[0]["items"], 25);
}

#[test]
fn the_operators_folder_is_listed_and_its_problems_are_told() {
    let desk = Desk::new().set("HOLDPOINT_TEMPLATES_DIR", ".");
    let text = std::fs::read_to_string(repository().join("templates/service.toml")).unwrap();
    desk.write("own.toml", text.replacen("name = \"service-launch\"", "name = \"our-own\"", 1));
    desk.run(["template", "list"]).code(0).says(&["our-own", "service-launch"]);
    // A built-in one's version with other bytes was saved before that version was built in: launches may have been made from it.
    let ours = text.replacen("title = \"", "title = \"Our ", 1);
    desk.write("own.toml", ours.clone());
    desk.run(["template", "list"]).code(0).says(&["Our "]);
    // Of two files neither was first; the same bytes twice would be one template.
    desk.write("other.toml", ours.replacen("Our ", "Your ", 1));
    desk.run(["template", "list"]).cannot_tell(&["are both service-launch", "own.toml", "other.toml"]);
}
