//! Where the store is when nobody says.

use crate::problem::Problem;
use directories::ProjectDirs;
use std::path::PathBuf;

/// The folder of the store: `chosen` (from `--store` or `YJS_STORE`), else the user's own folder for data that stays
/// on this computer. An empty `chosen` counts as none, as an empty variable does.
///
/// # Errors
/// When nothing was chosen and the system names no home folder.
pub fn locate(chosen: Option<PathBuf>) -> Result<PathBuf, Problem> {
    if let Some(chosen) = chosen.filter(|path| !path.as_os_str().is_empty()) {
        return Ok(chosen);
    }
    // Local, not roaming: a store must not travel to other computers with a user's profile.
    ProjectDirs::from("", "", "yjs").map(|dirs| dirs.data_local_dir().to_path_buf()).ok_or_else(|| {
        Problem::store("there is no home folder to keep the store in")
            .hint("Name a folder with `--store DIR` or YJS_STORE")
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::locate;
    use std::path::{Path, PathBuf};

    #[test]
    fn the_chosen_folder_wins() {
        assert_eq!(locate(Some(PathBuf::from("/srv/cases"))).unwrap(), Path::new("/srv/cases"));
    }

    #[test]
    fn none_and_empty_mean_the_folder_of_yjs() {
        let default = locate(None).unwrap();
        assert!(default.is_absolute(), "{default:?}");
        assert!(default.components().any(|part| part.as_os_str() == "yjs"), "{default:?}");
        assert_eq!(locate(Some(PathBuf::new())).unwrap(), default);
    }
}
