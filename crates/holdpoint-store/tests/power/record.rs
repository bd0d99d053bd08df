//! Records what SQLite does to the files of one folder. It goes on doing it through its own system layer, whose tables of functions get three other entries: the only
//! unsafe code of the store, and of a test.

use std::collections::HashMap;
use std::ffi::{CStr, c_char, c_int, c_void};
use std::path::{Path, PathBuf};
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};

use holdpoint_domain::id::Seq;
use rusqlite::ffi;

/// Something that happened, in order.
#[derive(Clone, Debug)]
pub enum Step {
    Write {
        file: String,
        at: usize,
        bytes: Vec<u8>,
    },
    Truncate {
        file: String,
        size: usize,
    },
    /// All that was written to the file before is on disk.
    Sync {
        file: String,
    },
    Delete {
        file: String,
    },
    Acknowledged {
        command: u128,
        seq: Seq,
    },
}

impl Step {
    pub fn file(&self) -> Option<&str> {
        match self {
            Self::Write { file, .. } | Self::Truncate { file, .. } | Self::Sync { file } | Self::Delete { file } => Some(file),
            Self::Acknowledged { .. } => None,
        }
    }

    pub fn acknowledged(&self) -> Option<(u128, Seq)> {
        match self {
            Self::Acknowledged { command, seq } => Some((*command, *seq)),
            _ => None,
        }
    }

    /// The database itself is synchronised by checkpoints only.
    pub fn is_checkpoint(&self) -> bool {
        matches!(self, Self::Sync { file } if file.ends_with(".db"))
    }
}

/// The folder whose files are recorded, and what happened to them.
#[derive(Default)]
struct Recording {
    folder: PathBuf,
    steps: Vec<Step>,
}

/// An open file of SQLite's: its name, and the functions that it came with.
struct Open {
    path: PathBuf,
    methods: &'static ffi::sqlite3_io_methods,
}

static RECORDING: LazyLock<Mutex<Recording>> = LazyLock::new(Mutex::default);
static OPEN: LazyLock<Mutex<HashMap<usize, Open>>> = LazyLock::new(Mutex::default);
static SYSTEM: LazyLock<System> = LazyLock::new(System::find);

/// SQLite's own layer over the system, as it was.
struct System {
    layer: usize,
    open: unsafe extern "C" fn(*mut ffi::sqlite3_vfs, *const c_char, *mut ffi::sqlite3_file, c_int, *mut c_int) -> c_int,
    delete: unsafe extern "C" fn(*mut ffi::sqlite3_vfs, *const c_char, c_int) -> c_int,
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

pub fn begin(folder: &Path) {
    *locked(&RECORDING) = Recording { folder: folder.canonicalize().unwrap(), steps: Vec::new() };
}

pub fn end() -> Vec<Step> {
    std::mem::take(&mut *locked(&RECORDING)).steps
}

pub fn acknowledged(command: u128, seq: Seq) {
    locked(&RECORDING).steps.push(Step::Acknowledged { command, seq });
}

/// Keeps a step about a file of the folder; what readers share in memory is on no disk.
fn keep(path: &Path, step: impl FnOnce(String) -> Step) {
    let mut recording = locked(&RECORDING);
    if !recording.folder.as_os_str().is_empty() && path.parent() == Some(&recording.folder) {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        recording.steps.push(step(name));
    }
}

/// From here on every file that SQLite opens in this process is listened to.
pub fn install() {
    let system = &*SYSTEM;
    // SAFETY: SQLite's default layer is a static that outlives the process's connections; none is open yet, so nobody reads it meanwhile.
    unsafe {
        let layer = system.layer as *mut ffi::sqlite3_vfs;
        (*layer).xOpen = Some(open);
        (*layer).xDelete = Some(delete);
    }
}

impl System {
    fn find() -> Self {
        // SAFETY: the default layer exists once SQLite is initialised, which finding it does.
        unsafe {
            let layer = ffi::sqlite3_vfs_find(std::ptr::null());
            assert!(!layer.is_null());
            Self { layer: layer as usize, open: (*layer).xOpen.unwrap(), delete: (*layer).xDelete.unwrap() }
        }
    }
}

unsafe extern "C" fn open(
    layer: *mut ffi::sqlite3_vfs,
    name: *const c_char,
    file: *mut ffi::sqlite3_file,
    flags: c_int,
    out: *mut c_int,
) -> c_int {
    // SAFETY: the arguments are passed on as they came. A file that was opened has a table of functions, which is static; its copy with other entries is
    // leaked, and so is static too.
    unsafe {
        let code = (SYSTEM.open)(layer, name, file, flags, out);
        if code == ffi::SQLITE_OK && !name.is_null() && !(*file).pMethods.is_null() {
            let methods: &'static ffi::sqlite3_io_methods = &*(*file).pMethods;
            let path = PathBuf::from(CStr::from_ptr(name).to_string_lossy().into_owned());
            locked(&OPEN).insert(file as usize, Open { path, methods });
            let mut ours = *methods;
            ours.xWrite = Some(write);
            ours.xTruncate = Some(truncate);
            ours.xSync = Some(sync);
            ours.xClose = Some(close);
            (*file).pMethods = Box::leak(Box::new(ours));
        }
        code
    }
}

unsafe extern "C" fn delete(layer: *mut ffi::sqlite3_vfs, name: *const c_char, sync: c_int) -> c_int {
    // SAFETY: the arguments are passed on as they came; the name is a string that lives through the call.
    unsafe {
        let code = (SYSTEM.delete)(layer, name, sync);
        if code == ffi::SQLITE_OK && !name.is_null() {
            keep(Path::new(&*CStr::from_ptr(name).to_string_lossy()), |file| Step::Delete { file });
        }
        code
    }
}

/// The file's own functions, and its name.
fn of(file: *mut ffi::sqlite3_file) -> (PathBuf, &'static ffi::sqlite3_io_methods) {
    let open = locked(&OPEN);
    let known = &open[&(file as usize)];
    (known.path.clone(), known.methods)
}

unsafe extern "C" fn write(file: *mut ffi::sqlite3_file, data: *const c_void, count: c_int, at: ffi::sqlite3_int64) -> c_int {
    let (path, methods) = of(file);
    // SAFETY: the arguments are passed on as they came; `data` has `count` bytes.
    unsafe {
        let code = methods.xWrite.unwrap()(file, data, count, at);
        if code == ffi::SQLITE_OK {
            let bytes = std::slice::from_raw_parts(data.cast::<u8>(), count as usize).to_vec();
            keep(&path, |file| Step::Write { file, at: at as usize, bytes });
        }
        code
    }
}

unsafe extern "C" fn truncate(file: *mut ffi::sqlite3_file, size: ffi::sqlite3_int64) -> c_int {
    let (path, methods) = of(file);
    // SAFETY: the arguments are passed on as they came.
    let code = unsafe { methods.xTruncate.unwrap()(file, size) };
    if code == ffi::SQLITE_OK {
        keep(&path, |file| Step::Truncate { file, size: size as usize });
    }
    code
}

unsafe extern "C" fn sync(file: *mut ffi::sqlite3_file, flags: c_int) -> c_int {
    let (path, methods) = of(file);
    // SAFETY: the arguments are passed on as they came.
    let code = unsafe { methods.xSync.unwrap()(file, flags) };
    if code == ffi::SQLITE_OK {
        keep(&path, |file| Step::Sync { file });
    }
    code
}

unsafe extern "C" fn close(file: *mut ffi::sqlite3_file) -> c_int {
    let (_, methods) = of(file);
    // Another file may come to be at this address as soon as it is closed.
    locked(&OPEN).remove(&(file as usize));
    // SAFETY: the file gets back what it came with, before its own function ends it.
    unsafe {
        (*file).pMethods = methods;
        methods.xClose.unwrap()(file)
    }
}
