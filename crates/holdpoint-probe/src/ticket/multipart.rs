//! One file as `multipart/form-data` (RFC 7578).

use bytes::{BufMut as _, Bytes, BytesMut};
use holdpoint_domain::id::Digest;

use super::TicketFile;

/// The body's media type, and the body.
pub(super) fn form(field: &str, file: &TicketFile) -> (String, Bytes) {
    // Made from the content: no file holds its own digest.
    let boundary = format!("holdpoint-{}", Digest::of(&file.bytes).hex());
    // A quote or a line end would end the name.
    let name: String = file.name.chars().filter(|c| c.is_ascii_graphic() && !matches!(c, '"' | '\\')).collect();
    let head = format!(
        "--{boundary}\r\ncontent-disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\ncontent-type: {}\r\n\r\n",
        file.media_type
    );
    let mut body = BytesMut::with_capacity(head.len() + file.bytes.len() + boundary.len() + 8);
    body.put_slice(head.as_bytes());
    body.put_slice(&file.bytes);
    body.put_slice(format!("\r\n--{boundary}--\r\n").as_bytes());
    (format!("multipart/form-data; boundary={boundary}"), body.freeze())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_framed_and_its_name_cannot_leave_its_quotes() {
        let file = TicketFile { name: "a\"\r\nx: y.pdf".into(), media_type: "application/pdf", bytes: Bytes::from_static(b"%PDF\r\n--") };
        let (kind, body) = form("file", &file);
        let boundary = kind.strip_prefix("multipart/form-data; boundary=").unwrap();
        let text = String::from_utf8(body.to_vec()).unwrap();
        assert!(
            text.starts_with(&format!("--{boundary}\r\ncontent-disposition: form-data; name=\"file\"; filename=\"ax:y.pdf\"\r\n")),
            "{text}"
        );
        assert!(text.ends_with(&format!("\r\n\r\n%PDF\r\n--\r\n--{boundary}--\r\n")), "{text}");
    }
}
