//! Help, usage, and the example of a configuration.

use std::process::{Command, Stdio};

use holdpoint_server::config::Config;

use crate::{Desk, repository};

#[test]
fn every_command_shows_an_example_of_itself() {
    let (mut commands, mut seen) = (vec![String::new()], 0);
    while let Some(command) = commands.pop() {
        let mut help = Desk::new().run(command.split_whitespace().chain(["--help"])).code(0);
        if !command.is_empty() {
            help = help.says(&[&format!("Example: holdpoint {command}")]);
        }
        commands.extend(listed(&help.out).map(|name| format!("{command} {name}").trim_start().to_owned()));
        seen += 1;
    }
    assert!(30 < seen, "only {seen} are listed");
    Desk::new().run(["--help"]).code(0).says(&["Exit status: 0 yes, 1 no"]);
    Desk::new().run(["serve", "--help"]).code(0).says(&["holdpoint config example", "RUST_LOG"]);
    // Lines are as long as the terminal is wide.
    let help = Desk::new().run(["preflight", "--help"]).code(0).out;
    assert!(help.split_whitespace().collect::<Vec<_>>().join(" ").contains("holdpoint config example"), "{help}");
    Desk::new().run(["--version"]).code(0).says(&["holdpoint "]);
}

/// The commands that a help lists, without that for help.
fn listed(help: &str) -> impl Iterator<Item = &str> {
    let lines = help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    // What goes on from the line before is further in.
    let begins = lines.filter_map(|line| line.strip_prefix("  ")).filter(|line| !line.starts_with(' '));
    begins.filter_map(|line| line.split_whitespace().next()).filter(|name| *name != "help")
}

#[test]
fn every_command_that_asks_a_server_says_what_its_token_needs() {
    let commands = [
        ("gate", "Where the API token is (scope launches:read): "),
        ("statement", "Where the API token is (scope launches:read): "),
        ("evidence push", "Where the API token is (scope evidence:write): "),
        ("scan", "Where the API token is (scope evidence:write): "),
        ("ticket send", "Where the API token is (scopes commands:write and launches:read): "),
        ("ticket list", "Where the API token is (scope launches:read): "),
    ];
    for (command, token) in commands {
        Desk::new().run(command.split(' ').chain(["--help"])).code(0).says(&["--server <URL>", "HOLDPOINT_SERVER", token]);
    }
}

#[test]
fn a_secret_that_stands_on_the_command_line_is_not_repeated() {
    let commands = [
        "gate LCH-1",
        "statement LCH-1 --role approver",
        "evidence push --launch LCH-1 --item a a.txt",
        "scan a.txt --push --launch LCH-1 --item a",
        "ticket send --launch LCH-1 --system jira --reference OPS-12",
        "ticket list --launch LCH-1",
    ];
    let wrong = [
        (["--token", "hunter2", "--server", "http://127.0.0.1:9"], "--token: this is no reference to a secret; write env:NAME"),
        (["--token", "env:CANARY", "--server", "https://ann:hunter2@127.0.0.1:9"], "\"127.0.0.1:9\" is no server's address"),
    ];
    let desk = Desk::new();
    desk.write("a.txt", "nothing");
    for command in commands {
        for (arguments, words) in wrong {
            let ran = desk.run(command.split(' ').chain(arguments)).code(2);
            assert!(ran.err.contains(words), "{command}: {}", ran.err);
            assert!(!ran.err.contains("hunter2") && !ran.out.contains("hunter2"), "{command}: {}", ran.err);
        }
    }
}

#[test]
fn wrong_usage_could_not_tell() {
    let wrong: [&[&str]; 7] =
        [&[], &["fly"], &["verify"], &["render", "x"], &["gate", "42"], &["template", "lint"], &["egress", "explain"]];
    for arguments in wrong {
        let ran = Desk::new().run(arguments).code(2);
        assert!(ran.out.is_empty() && !ran.err.is_empty(), "{arguments:?}");
    }
}

#[test]
fn a_reader_of_errors_who_has_gone_changes_no_exit_status() {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let desk = Desk::new();
    let mut command = Command::new(env!("CARGO_BIN_EXE_holdpoint"));
    let status = command.args(["verify", "absent"]).current_dir(desk.folder.path()).stdout(Stdio::null()).stderr(writer).status();
    assert_eq!(status.unwrap().code(), Some(2));
}

#[test]
fn the_example_of_a_configuration_is_one() {
    let text = Desk::new().run(["config", "example"]).code(0).out;
    assert_eq!(text, std::fs::read_to_string(repository().join("holdpoint.example.toml")).unwrap(), "who has the binary alone has it too");
    let config = Config::parse(&text).unwrap();
    assert_eq!(config.connections.len(), 1);
    assert_eq!(config.server.listen, Config::default().server.listen, "what is not commented out is the default");
    assert_eq!(config.server.data, Config::default().server.data);
    // And with what is commented out.
    let is_setting = |line: &str| {
        let key = line.split(" = ").next().unwrap_or_default();
        line.contains(" = ") && key.chars().all(|c| c.is_ascii_lowercase() || c == '_') || line.starts_with('[') && line.ends_with(']')
    };
    let uncomment = |line: &str| match line.strip_prefix("# ") {
        Some(setting) if is_setting(setting) => format!("{setting}\n"),
        _ => format!("{line}\n"),
    };
    let all: String = text.lines().map(uncomment).collect();
    // One place for evidence files of the two that are shown.
    let folder = "folder = \"/srv/holdpoint\"\n";
    assert!(all.contains(folder) && Config::parse(&all).unwrap_err().to_string().contains("a folder and a bucket"));
    let config = Config::parse(&all.replace(folder, "")).unwrap();
    let bucket = config.files.bucket.as_ref().unwrap();
    assert!(bucket.session_token.is_some() && bucket.check(&Default::default(), config.files.file_bytes()).is_ok(), "{bucket:?}");
    assert_eq!(config.connections.len(), 2);
    let oidc = &config.oidc[0];
    assert_eq!((config.oidc.len(), oidc.scopes.len(), oidc.allowed_groups.len(), oidc.roles.len()), (1, 3, 2, 2));
    assert!(oidc.client_secret.is_some());
    assert_eq!(config.tickets.len(), 4, "each kind of ticket system is shown");
    assert!(config.tickets.iter().all(|system| system.problems(&Default::default()).is_empty()));
    assert!(config.server.public_url.is_some() && config.templates.dir.is_some() && config.egress.extra_roots.is_some());
    assert!(config.origins().is_ok());
    let connections = serde_json::to_value(&config.connections).unwrap();
    let keys: Vec<usize> = connections.as_array().unwrap().iter().map(|connection| connection.as_object().unwrap().len()).collect();
    assert_eq!(keys, [15, 12], "every key of a connection is shown, and those that the stand-in prints: {connections}");
}
