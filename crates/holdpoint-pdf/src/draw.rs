//! Pages written as PDF: PDF/A-3a for archives, PDF/UA-1 for everybody, the proof attached as the source that it was made from.

use std::num::NonZeroU16;

use holdpoint_domain::id::Timestamp;
use krilla::Document;
use krilla::SerializeSettings;
use krilla::color::rgb;
use krilla::configure::{Accessibility, Archival, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::embed::{AssociationKind, EmbeddedFile, MimeType};
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::metadata::{DateTime, Metadata};
use krilla::num::NormalizedF32;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::Fill;
use krilla::surface::Surface;
use krilla::tagging::{
    Artifact, ArtifactType, ContentTag, Identifier, ListNumbering, Node, SpanTag, TableHeaderScope, Tag, TagGroup, TagTree,
};
use krilla::text::{GlyphId, KrillaGlyph};

use crate::PdfError;
use crate::font::Faces;
use crate::page::{Laid, Mark, Node as Part, Role};
use crate::style::{Colour, PAGE};

/// The bundle's media type, for programs that save the attachment.
const MEDIA_TYPE: &str = holdpoint_domain::report::bundle::MEDIA_TYPE;
/// Of titles, in characters: PDF/A limits texts, and nobody reads a longer one in a list of contents.
const TITLE: usize = 200;
/// Attachments of up to so many bytes are packed. They are mostly base64, which packs to three quarters: of a large one that is not worth
/// most of a second.
const PACKED: usize = 1 << 20;
/// Headings down to this level are in the list of contents: items are too many.
const LISTED: u8 = 3;

/// What the file says of itself.
pub struct About {
    pub title: String,
    pub issued_at: Timestamp,
    /// Tells two reports apart.
    pub id: String,
    /// Name and bytes.
    pub attachment: (String, Vec<u8>),
}

pub fn write(laid: Laid, faces: &Faces, about: About) -> Result<Vec<u8>, PdfError> {
    let standard = |what: String| PdfError::Standard(what);
    let configuration = ConfigurationBuilder::new()
        .with_archival_validator(Archival::A3_A)
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|error| standard(format!("{error:?}")))?;
    let mut document = Document::new_with(SerializeSettings { configuration, enable_tagging: true, ..SerializeSettings::default() });
    let mut leaves: Vec<Vec<Identifier>> = vec![vec![]; laid.leaves];
    for marks in &laid.pages {
        let settings = PageSettings::from_wh(PAGE.0, PAGE.1).ok_or_else(|| standard("page size".into()))?;
        let mut page = document.start_page_with(settings);
        let mut surface = page.surface();
        draw(&mut surface, faces, (marks, &mut leaves));
        surface.finish();
        page.finish();
    }
    let mut tree = TagTree::new().with_lang(Some("en".into()));
    laid.structure.iter().filter_map(|part| tagged(part, &leaves)).for_each(|group| tree.push(group));
    document.set_tag_tree(tree);
    document.set_outline(contents(&laid));
    let date = date(about.issued_at);
    document.set_metadata(
        Metadata::new()
            .title(short(&faces.drawable(&about.title).replace('\n', " ")))
            .description("Launch sign-off report. The signed proof is attached.".into())
            .language("en".into())
            .creator("Holdpoint".into())
            .creation_date(date)
            .document_id(about.id),
    );
    let (path, bytes) = about.attachment;
    document.embed_file(EmbeddedFile {
        path,
        mime_type: MimeType::new(MEDIA_TYPE),
        description: Some("The signed report that this file was made from: verify it, not this file".into()),
        association_kind: AssociationKind::Source,
        compress: Some(bytes.len() <= PACKED),
        data: bytes.into(),
        modification_date: Some(date),
        location: None,
    });
    document.finish().map_err(|error| standard(format!("{error:?}").chars().take(TITLE).collect()))
}

fn draw(surface: &mut Surface<'_>, faces: &Faces, (marks, leaves): (&[Mark], &mut [Vec<Identifier>])) {
    // Grounds first: a tagged part must not be interrupted by what is none.
    for mark in marks {
        if let Mark::Ground { x, y, width, height, colour } = mark {
            let mut path = PathBuilder::new();
            let Some(rect) = Rect::from_xywh(*x, *y, *width, *height) else { continue };
            path.push_rect(rect);
            let Some(path) = path.finish() else { continue };
            surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)));
            surface.set_fill(Some(fill(*colour)));
            surface.draw_path(&path);
            surface.end_tagged();
        }
    }
    let texts: Vec<_> = marks.iter().filter(|mark| matches!(mark, Mark::Text { .. })).collect();
    for part in texts.chunk_by(|one, next| leaf_of(one) == leaf_of(next)) {
        match part.first().and_then(|mark| leaf_of(mark)) {
            Some(leaf) => {
                let identifier = surface.start_tagged(ContentTag::Span(SpanTag::empty()));
                leaves.get_mut(leaf).into_iter().for_each(|known| known.push(identifier));
            }
            None => {
                surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Footer)));
            }
        }
        part.iter().for_each(|mark| text(surface, faces, mark));
        surface.end_tagged();
    }
}

fn leaf_of(mark: &Mark) -> Option<usize> {
    if let Mark::Text { leaf, .. } = mark { *leaf } else { None }
}

fn text(surface: &mut Surface<'_>, faces: &Faces, mark: &Mark) {
    let Mark::Text { x, y, size, run, .. } = mark else { return };
    let face = if run.bold { &faces.bold } else { &faces.regular };
    let glyphs: Vec<KrillaGlyph> = run
        .text
        .char_indices()
        .filter_map(|(place, character)| {
            let (glyph, advance) = face.glyph(character)?;
            Some(KrillaGlyph::new(GlyphId::new(glyph), advance, 0.0, 0.0, 0.0, place..place + character.len_utf8(), None))
        })
        .collect();
    surface.set_fill(Some(fill(run.ink)));
    surface.draw_glyphs(Point::from_xy(*x, *y), &glyphs, face.font.clone(), &run.text, *size, false);
}

fn fill((red, green, blue): Colour) -> Fill {
    Fill { paint: rgb::Color::new(red, green, blue).into(), opacity: NormalizedF32::ONE, rule: Default::default() }
}

/// `None`: nothing of it was drawn.
fn tagged(part: &Part, leaves: &[Vec<Identifier>]) -> Option<TagGroup> {
    let Part::Group(role, parts) = part else { return None };
    let mut group = match role {
        Role::Heading(level, title) => TagGroup::new(Tag::Hn(NonZeroU16::new(u16::from(*level))?, Some(short(title)))),
        Role::Paragraph => TagGroup::new(Tag::P),
        Role::List => TagGroup::new(Tag::L(ListNumbering::None)),
        Role::Item => TagGroup::new(Tag::LI),
        Role::Label => TagGroup::new(Tag::Lbl),
        Role::Body => TagGroup::new(Tag::LBody),
        Role::Table => TagGroup::new(Tag::Table),
        Role::Row => TagGroup::new(Tag::TR),
        Role::HeadCell => TagGroup::new(Tag::TH(TableHeaderScope::Column)),
        Role::Cell => TagGroup::new(Tag::TD),
        Role::Code => TagGroup::new(Tag::P),
    };
    for part in parts {
        match part {
            Part::Leaf(leaf) => leaves.get(*leaf).into_iter().flatten().for_each(|identifier| group.push(*identifier)),
            Part::Group(..) => tagged(part, leaves).into_iter().for_each(|inner| group.push(Node::Group(inner))),
        }
    }
    (!group.children.is_empty()).then_some(group)
}

/// The list of contents: sections, and what is in them, without items.
fn contents(laid: &Laid) -> Outline {
    let mut outline = Outline::new();
    let mut open: Option<OutlineNode> = None;
    for (page, y, level, title) in laid.headings.iter().filter(|(_, _, level, _)| *level <= LISTED) {
        let node = OutlineNode::new(short(title), XyzDestination::new(*page, Point::from_xy(0.0, *y)));
        match &mut open {
            Some(section) if *level == LISTED => section.push_child(node),
            _ => open.replace(node).into_iter().for_each(|done| outline.push_child(done)),
        }
    }
    open.into_iter().for_each(|done| outline.push_child(done));
    outline
}

fn short(text: &str) -> String {
    text.chars().take(TITLE).collect()
}

fn date(at: Timestamp) -> DateTime {
    let at = jiff::tz::Offset::UTC.to_datetime(at);
    let part = |value: i8| u8::try_from(value).unwrap_or_default();
    DateTime::new(u16::try_from(at.year()).unwrap_or_default())
        .month(part(at.month()))
        .day(part(at.day()))
        .hour(part(at.hour()))
        .minute(part(at.minute()))
        .second(part(at.second()))
        .utc_offset_hour(0)
        .utc_offset_minute(0)
}
