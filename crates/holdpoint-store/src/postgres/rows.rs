//! What columns hold.

use holdpoint_domain::id::*;
use serde::de::DeserializeOwned;
use tokio_postgres::Row;
use tokio_postgres::types::FromSqlOwned;

use crate::StoreError;

pub fn get<T: FromSqlOwned>(row: &Row, column: usize) -> Result<T, StoreError> {
    row.try_get(column).map_err(|error| unreadable(&error))
}

pub fn text(row: &Row, column: usize) -> Result<String, StoreError> {
    get(row, column)
}

pub fn number(row: &Row, column: usize) -> Result<u32, StoreError> {
    u32::try_from(get::<i64>(row, column)?).map_err(|error| unreadable(&error))
}

pub fn seq(row: &Row, column: usize) -> Result<Seq, StoreError> {
    get::<i64>(row, column).map(|number| Seq(number.unsigned_abs()))
}

pub fn launch_id(row: &Row, column: usize) -> Result<LaunchId, StoreError> {
    let number: i64 = get(row, column)?;
    u32::try_from(number)
        .map(LaunchId)
        .map_err(|_| StoreError::Unusable(format!("there is a launch of the number {number}, which is none")))
}

pub fn digest(row: &Row, column: usize) -> Result<Digest, StoreError> {
    let bytes: Vec<u8> = get(row, column)?;
    bytes.try_into().map(Digest).map_err(|_| unreadable(&"a digest is not 32 bytes long"))
}

/// A column that holds seconds since 1970.
pub fn seconds(row: &Row, column: usize) -> Result<Timestamp, StoreError> {
    Timestamp::from_second(get(row, column)?).map_err(|error| unreadable(&error))
}

pub fn maybe_seconds(row: &Row, column: usize) -> Result<Option<Timestamp>, StoreError> {
    let seconds: Option<i64> = get(row, column)?;
    seconds.map(Timestamp::from_second).transpose().map_err(|error| unreadable(&error))
}

/// A column that holds milliseconds since 1970.
pub fn millis(row: &Row, column: usize) -> Result<Timestamp, StoreError> {
    Timestamp::from_millisecond(get(row, column)?).map_err(|error| unreadable(&error))
}

/// A column that holds JSON.
pub fn json<T: DeserializeOwned>(row: &Row, column: usize) -> Result<T, StoreError> {
    serde_json::from_str(&text(row, column)?).map_err(|error| unreadable(&error))
}

pub fn maybe_json<T: DeserializeOwned>(row: &Row, column: usize) -> Result<Option<T>, StoreError> {
    let text: Option<String> = get(row, column)?;
    text.map(|text| serde_json::from_str(&text)).transpose().map_err(|error| unreadable(&error))
}

/// A column that holds a unit variant's word.
pub fn word<T: DeserializeOwned>(row: &Row, column: usize) -> Result<T, StoreError> {
    serde_json::from_value(serde_json::Value::String(text(row, column)?)).map_err(|error| unreadable(&error))
}

pub fn unreadable(error: &dyn std::fmt::Display) -> StoreError {
    StoreError::Unusable(format!("a row of the database cannot be read ({error}); restore a backup, or start the build that wrote it"))
}
