//! The server, asked over HTTP: a real listener, a real SQLite file, and an emulator as the vendor.
//!
//! A module for each kind of route, as in `src/api`; besides them `guard`, `bad_input`, `durability` and `spa`; `storage` is the suite of both
//! storages of evidence files, and `bucket` the server over one of them.

mod app;
mod authority;
mod client;
mod device;
mod issuer;
mod logs;
mod receiver;

mod account;
mod backup;
mod bad_input;
mod badge;
mod bucket;
mod canary;
mod checks;
mod commands;
mod connections;
mod consistency;
mod deliveries;
mod drill_client;
mod drills;
mod durability;
mod erasure;
mod evidence;
mod files;
mod guard;
mod health;
mod live;
mod live_many;
mod mentions;
mod oidc;
mod oidc_provider;
mod openapi;
mod passkeys;
mod receipts;
mod recovery;
mod renditions;
mod report_messages;
mod roles;
mod sample;
mod schemas;
mod session;
mod signoff;
mod spa;
mod statements;
mod storage;
mod template_files;
mod timestamps;
mod tokens;
mod upgrade;
mod waivers;
mod watch;
mod watched;
