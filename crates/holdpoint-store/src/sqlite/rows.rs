//! How one asks, and what columns hold.

use std::error::Error;
use std::str::FromStr;

use holdpoint_domain::id::Timestamp;
use rusqlite::types::{FromSql, Type};
use rusqlite::{Connection, OptionalExtension as _, Params, Row};
use serde::de::DeserializeOwned;

use super::unavailable;
use crate::StoreError;

pub fn rows<T>(
    connection: &Connection,
    sql: &str,
    values: impl Params,
    read: impl Fn(&Row<'_>) -> rusqlite::Result<T>,
) -> Result<Vec<T>, StoreError> {
    let mut statement = connection.prepare_cached(sql).map_err(unavailable)?;
    let rows = statement.query_map(values, read).map_err(unavailable)?;
    rows.collect::<Result<_, _>>().map_err(unavailable)
}

/// The first row, where there is one.
pub fn maybe<T>(
    connection: &Connection,
    sql: &str,
    values: impl Params,
    read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
) -> Result<Option<T>, StoreError> {
    connection.query_row(sql, values, read).optional().map_err(unavailable)
}

/// The one value of the one row that there is in any case: a count, or whether something exists.
pub fn value<T: FromSql>(connection: &Connection, sql: &str, values: impl Params) -> Result<T, StoreError> {
    connection.query_row(sql, values, |row| row.get(0)).map_err(unavailable)
}

pub fn run(connection: &Connection, sql: &str, values: impl Params) -> Result<(), StoreError> {
    connection.execute(sql, values).map(drop).map_err(unavailable)
}

/// Runs a statement that is kept for the next time. Returns how many rows it changed.
pub fn cached(connection: &Connection, sql: &str, values: impl Params) -> Result<usize, StoreError> {
    connection.prepare_cached(sql).and_then(|mut statement| statement.execute(values)).map_err(unavailable)
}

/// A column that holds an id.
pub fn id<T: FromStr<Err: Error + Send + Sync + 'static>>(row: &Row<'_>, column: usize) -> rusqlite::Result<T> {
    row.get::<_, String>(column)?.parse::<T>().map_err(|error| unfit(column, Type::Text, error))
}

/// A column that holds seconds since 1970.
pub fn seconds(row: &Row<'_>, column: usize) -> rusqlite::Result<Timestamp> {
    Timestamp::from_second(row.get(column)?).map_err(|error| unfit(column, Type::Integer, error))
}

pub fn maybe_seconds(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Timestamp>> {
    match row.get::<_, Option<i64>>(column)? {
        Some(_) => seconds(row, column).map(Some),
        None => Ok(None),
    }
}

/// A column that holds milliseconds since 1970.
pub fn millis(row: &Row<'_>, column: usize) -> rusqlite::Result<Timestamp> {
    Timestamp::from_millisecond(row.get(column)?).map_err(|error| unfit(column, Type::Integer, error))
}

/// A column that holds JSON.
pub fn json<T: DeserializeOwned>(row: &Row<'_>, column: usize) -> rusqlite::Result<T> {
    parsed(&row.get::<_, String>(column)?, column)
}

pub fn maybe_json<T: DeserializeOwned>(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<T>> {
    row.get::<_, Option<String>>(column)?.map(|text| parsed(&text, column)).transpose()
}

/// A column that holds a unit variant's word.
pub fn word<T: DeserializeOwned>(row: &Row<'_>, column: usize) -> rusqlite::Result<T> {
    parsed(&format!("{:?}", row.get::<_, String>(column)?), column)
}

fn parsed<T: DeserializeOwned>(json: &str, column: usize) -> rusqlite::Result<T> {
    serde_json::from_str(json).map_err(|error| unfit(column, Type::Text, error))
}

fn unfit(column: usize, held: Type, error: impl Error + Send + Sync + 'static) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(column, held, Box::new(error))
}
