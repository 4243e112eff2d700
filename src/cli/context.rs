//! What every command needs of the world: the time, the protocols, the store, and where the answer goes.

use super::Global;
use super::library::{Library, Origin};
use super::said::draw_to_stderr;
use super::settings::{Setting, Settings, checked};
use super::which_protocol;
use super::work_line::WorkLine;
use crate::calendar::london;
use crate::clock;
use crate::domain::case::Case;
use crate::problem::{Problem, nearest};
use crate::protocol::history;
use crate::protocol::load::Source;
use crate::protocol::overrides::Overrides;
use crate::protocol::{Protocol, embedded};
use crate::render::{Format, Page, Style, Terminal};
use crate::store::{LocalStore, Meter, Stamp, Store, StoredCase, locate};
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError, TryLockError};

/// A protocol, once it is loaded; locked while it is being.
type Loading = Mutex<Option<Arc<Protocol>>>;

/// The world of one command.
pub struct Context {
    /// Options that every command has.
    pub global: Global,
    /// The present.
    pub now: DateTime<Utc>,
    /// How text on standard output is drawn.
    pub style: Style,
    library: Library,
    settings: Result<Settings, Problem>,
    /// The form of an answer where the command line asks for none.
    usual_format: Option<Format>,
    /// The folder of the store as the command line or the environment gives it.
    given_store: Option<PathBuf>,
    /// The protocol that was chosen at the terminal.
    chosen_protocol: Mutex<Option<String>>,
    protocols: Mutex<BTreeMap<String, Arc<Loading>>>,
    overrides: OnceLock<Option<Arc<Overrides>>>,
    local: OnceLock<LocalStore>,
    /// Protocols of which it has been said that a folder that was named is not used.
    told_hidden: Mutex<Vec<String>>,
    /// How times were read, so that it is said once of each.
    pub(super) told_times: Mutex<Vec<String>>,
    /// The worker code that was given at the terminal.
    pub(super) asked_worker: Mutex<Option<String>>,
    /// The time that a test has saved changes bear.
    pinned_clock: Option<DateTime<Utc>>,
    told_clock: AtomicBool,
    /// How far long work has come, and the line that shows it.
    meter: Arc<Meter>,
    line: Arc<WorkLine>,
    /// Whether a long answer may go to a pager.
    pub(super) pages: AtomicBool,
    /// Warnings that were shown, so that none is shown twice.
    pub(super) told: Mutex<Vec<Problem>>,
}

impl Context {
    /// Reads the clock and the terminal.
    ///
    /// # Errors
    /// When `--now` is no time.
    pub fn new(mut global: Global) -> Result<Self, Problem> {
        // An environment variable that is set but empty says nothing.
        global.protocol = global.protocol.filter(|id| !id.is_empty());
        global.store = global.store.filter(|folder| !folder.as_os_str().is_empty());
        global.protocols = global.protocols.filter(|folder| !folder.as_os_str().is_empty());
        global.now = global.now.filter(|text| !text.is_empty());
        global.saved_by = global.saved_by.filter(|code| !code.is_empty());
        let given_now =
            global.now.as_deref().map(clock::typed).transpose().map_err(|problem| problem.field("--now"))?;
        let (now, now_echo) = given_now.map_or_else(|| clock::now(None).map(|now| (now, None)), Ok)?;
        let pinned = std::env::var("YJS_CLOCK").ok().filter(|text| !text.is_empty());
        // `now` means what `--now` says, so that a test can have changes of several days.
        let pin = |text: String| if text == "now" { Ok(now) } else { clock::now(Some(&text)) };
        let pinned_clock = pinned.map(pin).transpose()?;
        super::own_holidays::read()?;
        let settings = Settings::read();
        let usual = |key: Setting| settings.as_ref().ok().and_then(|settings| settings.value(key));
        let usual_format = usual(Setting::Format).map(|text| format_named(&text)).transpose()?;
        let given_store = global.store.clone();
        global.store = global.store.or_else(|| usual(Setting::Store).map(PathBuf::from));
        let terminal = Terminal::read(|name| std::env::var(name).ok());
        let style = terminal.detect(global.color, std::io::stdout().is_terminal());
        let library = Library::new(global.protocols.clone());
        if let Some(id) = global.protocol.as_deref().and_then(|typed| library.called(typed)) {
            global.protocol = Some(id);
        }
        let (protocols, overrides, local) = (Mutex::default(), OnceLock::new(), OnceLock::new());
        let (line, meter) = WorkLine::of(&global);
        let (told_hidden, chosen_protocol) = (Mutex::default(), Mutex::default());
        let context = Self {
            global,
            now,
            style,
            library,
            settings,
            usual_format,
            given_store,
            chosen_protocol,
            protocols,
            overrides,
            local,
            told_hidden,
            told_times: Mutex::default(),
            asked_worker: Mutex::default(),
            pinned_clock,
            told_clock: AtomicBool::new(false),
            meter,
            line,
            pages: AtomicBool::new(true),
            told: Mutex::default(),
        };
        if let Some(echo) = now_echo {
            context.note(format!("The time taken as now: {echo}."));
        }
        Ok(context)
    }

    /// The user's settings.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn settings(&self) -> Result<&Settings, Problem> {
        self.settings.as_ref().map_err(Clone::clone)
    }

    /// What an option of this command gives for a setting.
    pub fn given(&self, key: Setting) -> Option<String> {
        match key {
            Setting::Protocol => self.global.protocol.clone(),
            Setting::Format => self.global.format.map(|format| format.to_string()),
            Setting::Store => self.given_store.as_ref().map(|folder| folder.display().to_string()),
            Setting::Worker | Setting::Team | Setting::KeyFile => None,
        }
    }

    /// The form of the answer: as asked, else as set, else text for a terminal.
    pub fn format(&self) -> Format {
        self.global.format.or(self.usual_format).unwrap_or_default()
    }

    /// A protocol by id, loaded once.
    ///
    /// # Errors
    /// When there is none of that id, or it is faulty.
    pub fn protocol(&self, id: &str) -> Result<Arc<Protocol>, Problem> {
        let mut protocols = self.protocols.lock().unwrap_or_else(PoisonError::into_inner);
        let known = protocols.get(id).cloned();
        let held = known.unwrap_or_else(|| Arc::clone(protocols.entry(id.to_owned()).or_default()));
        drop(protocols);
        // Locked while loading, so that two threads that want the same protocol load it once, and two protocols at once.
        let mut held = held.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(protocol) = &*held {
            return Ok(Arc::clone(protocol));
        }
        let mut protocol = self.printed_protocol(id)?;
        if let Some(overrides) = self.overrides()? {
            let known = self.protocol_ids()?;
            overrides.apply(&mut protocol, &known.iter().map(String::as_str).collect::<Vec<_>>())?;
        }
        let protocol = Arc::new(protocol);
        *held = Some(Arc::clone(&protocol));
        Ok(protocol)
    }

    /// Refuses a `--protocol` that there is not: for a slip in its name every case would be left out as of another.
    ///
    /// # Errors
    /// As [`Context::protocol`].
    pub fn check_asked(&self) -> Result<(), Problem> {
        self.global.protocol.as_ref().map_or(Ok(()), |id| self.protocol(id).map(drop))
    }

    /// Whether another thread is loading a protocol at this moment.
    pub fn is_loading(&self, id: &str) -> bool {
        let protocols = self.protocols.lock().unwrap_or_else(PoisonError::into_inner);
        protocols.get(id).is_some_and(|held| matches!(held.try_lock(), Err(TryLockError::WouldBlock)))
    }

    /// A protocol by id, with its contacts as printed even where the user has contacts of their own.
    ///
    /// # Errors
    /// As [`Context::protocol`], save for the user's contacts.
    pub fn printed_protocol(&self, id: &str) -> Result<Protocol, Problem> {
        let source = self.protocol_source(id)?;
        history::in_force(embedded::VOCABULARY, &source, london::date_of(self.now))
    }

    /// The files of a protocol by id.
    ///
    /// # Errors
    /// When there is none of that id, or its folder cannot be read.
    pub fn protocol_source(&self, id: &str) -> Result<Source, Problem> {
        let source = self.library.source(id)?;
        // Whoever named a folder must know that it is not the one that answers; said once.
        if let Some(problem) = self.library.hidden(id) {
            let mut told = self.told_hidden.lock().unwrap_or_else(PoisonError::into_inner);
            if !told.iter().any(|held| held == id) {
                told.push(id.to_owned());
                self.warn_all(&[problem]);
            }
        }
        Ok(source)
    }

    /// The id of the protocol that people call so.
    pub fn protocol_called(&self, typed: &str) -> Option<String> {
        self.library.called(typed)
    }

    /// The ids of every protocol, built in or not.
    ///
    /// # Errors
    /// When a folder of protocols cannot be read.
    pub fn protocol_ids(&self) -> Result<Vec<String>, Problem> {
        self.library.ids()
    }

    /// The ids of every protocol with each place that has it; the first place is the one that is used.
    ///
    /// # Errors
    /// When a folder of protocols cannot be read.
    pub fn protocol_origins(&self) -> Result<Vec<(String, Vec<Origin>)>, Problem> {
        self.library.all()
    }

    /// The folder for protocols of the user's own, whether or not it is there.
    pub fn own_protocols(&self) -> Option<&Path> {
        self.library.own_folder()
    }

    /// The protocols to look things up in: the one that the command line names, else every one, that of the environment or
    /// the settings first. One that cannot be read is left out with a warning, as somebody may be writing it.
    ///
    /// # Errors
    /// As [`Context::protocol`] for the one that is named, and when none can be read.
    pub fn protocols(&self) -> Result<Vec<Arc<Protocol>>, Problem> {
        let usual = match &self.global.protocol {
            Some(id) if self.global.protocol_is_typed => return Ok(vec![self.protocol(id)?]),
            Some(id) => {
                self.protocol_source(id)?;
                Some(id.clone())
            }
            None => self.settings()?.value(Setting::Protocol).map(|id| self.library.called(&id).unwrap_or(id)),
        };
        let mut ids = self.protocol_ids()?;
        ids.sort_by_key(|id| Some(id) != usual.as_ref());
        let (mut read, mut problems) = (Vec::new(), Vec::new());
        for id in &ids {
            match self.protocol(id) {
                Ok(protocol) => read.push(protocol),
                // A fault in the user's own contacts must not hide what is printed, nor be passed over.
                Err(problem) if self.printed_protocol(id).is_ok() => return Err(problem),
                Err(problem) => problems.push(problem),
            }
        }
        match (read.is_empty(), problems.first()) {
            (true, Some(problem)) => Err(problem.clone()),
            _ => {
                self.warn_all(&problems);
                Ok(read)
            }
        }
    }

    /// The user's own file of contacts, whether or not there is one.
    pub fn contacts_file(&self) -> Option<PathBuf> {
        super::own_contacts::file()
    }

    fn overrides(&self) -> Result<Option<Arc<Overrides>>, Problem> {
        if let Some(held) = self.overrides.get() {
            return Ok(held.clone());
        }
        let read = super::own_contacts::read()?.map(Arc::new);
        Ok(self.overrides.get_or_init(|| read).clone())
    }

    /// The protocol for a command that has no case: `--protocol`, else that of the settings, else the one chosen at the
    /// terminal.
    ///
    /// # Errors
    /// When none is named anywhere.
    pub fn own_protocol(&self) -> Result<Arc<Protocol>, Problem> {
        self.protocol(&self.own_protocol_id()?)
    }

    fn own_protocol_id(&self) -> Result<String, Problem> {
        if let Some(id) = &self.global.protocol {
            return Ok(id.clone());
        }
        if let Some(id) = self.settings()?.value(Setting::Protocol) {
            return Ok(self.library.called(&id).unwrap_or(id));
        }
        // Held while it is asked, so that it is asked once.
        let mut chosen = self.chosen_protocol.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(id) = &*chosen {
            return Ok(id.clone());
        }
        if self.may_ask() {
            return Ok(chosen.insert(which_protocol::ask(self)?).clone());
        }
        let known = self.protocol_ids()?.join(", ");
        Err(Problem::usage("which protocol?")
            .hint(format!("add --protocol with one of: {known}; `yjs config set protocol ID` remembers one")))
    }

    /// Whether `--protocol` or the settings name a protocol for a case without one.
    ///
    /// # Errors
    /// When the settings cannot be read.
    pub fn names_protocol(&self) -> Result<bool, Problem> {
        Ok(self.global.protocol.is_some() || self.settings()?.value(Setting::Protocol).is_some())
    }

    /// The protocol that governs a case: its own, unless `--protocol` says another; then the two must agree.
    ///
    /// # Errors
    /// When none is named, or the case and the command name different ones.
    pub fn protocol_of(&self, case: &Case) -> Result<Arc<Protocol>, Problem> {
        self.protocol_named(case.protocol.as_deref())
    }

    /// As [`Context::protocol_of`], for the protocol that a case names.
    ///
    /// # Errors
    /// As [`Context::protocol_of`].
    pub fn protocol_named(&self, own: Option<&str>) -> Result<Arc<Protocol>, Problem> {
        match (own, &self.global.protocol) {
            (Some(own), Some(asked)) if own != asked => {
                self.protocol(own)?;
                Err(Problem::usage(format!("the case is under {own}, but --protocol says {asked}"))
                    .field("protocol")
                    .hint("protocols are never mixed: leave out --protocol, or change the case"))
            }
            (Some(own), _) => self.protocol(own),
            (None, _) => self.own_protocol(),
        }
    }

    /// The store's folder.
    ///
    /// # Errors
    /// When there is no home folder and none was named.
    pub fn store_folder(&self) -> Result<PathBuf, Problem> {
        locate(self.global.store.clone())
    }

    /// The store in its folder, the same one each time it is asked for.
    fn local_store(&self) -> Result<LocalStore, Problem> {
        if let Some(store) = self.local.get() {
            return Ok(store.clone());
        }
        let (color, quiet, line) = (self.global.color, self.global.quiet, Arc::clone(&self.line));
        let store = LocalStore::new(self.store_folder()?).named(self.global.store.is_some());
        let store = store.known_in(super::settings::folder()).metered(Arc::clone(&self.meter)).on_wait(move |text| {
            if !quiet {
                line.wipe();
                let mut page = Page::new();
                page.paragraph(text);
                draw_to_stderr(&page, color);
            }
        });
        Ok(self.local.get_or_init(|| store).clone())
    }

    /// Where long work notes how far it has come.
    pub fn meter(&self) -> &Meter {
        &self.meter
    }

    /// Wipes the line of progress away, before anything else is said on the terminal.
    pub fn wipe_line(&self) {
        self.line.wipe();
    }

    /// The store in its folder, for commands that care for it.
    ///
    /// # Errors
    /// When there is no place for it, or the sample was asked for.
    pub fn folder_store(&self) -> Result<LocalStore, Problem> {
        if self.global.sample {
            return Err(Problem::usage("the sample is built in and has no folder")
                .hint("leave out --sample to care for your own store"));
        }
        self.local_store()
    }

    /// Does what a change left to be done, now that its answer is shown: the day's backup, and compaction.
    pub fn tidy(&self) {
        let Some(store) = self.local.get() else { return };
        self.warn_all(&store.damage());
        self.warn_all(&store.warnings());
        if !store.has_saved() {
            return self.warn_all(&store.clear_leftovers().err().into_iter().collect::<Vec<_>>());
        }
        let problems = store.tidy(self.real_time()).into_iter().map(|problem| {
            let what = format!("the change is saved, but the store could not be tidied: {}", problem.what);
            Problem { what, ..problem }
        });
        self.warn_all(&problems.collect::<Vec<_>>());
    }

    /// The store to read from, or to change; the sample refuses changes.
    ///
    /// # Errors
    /// When there is no place for it.
    pub fn store(&self) -> Result<Box<dyn Store>, Problem> {
        if self.global.sample {
            return Ok(Box::new(super::input::sample_store(self.now)?));
        }
        Ok(Box::new(self.local_store()?))
    }

    /// One case of the store; the problem suggests the nearest reference.
    ///
    /// # Errors
    /// When the store has no such case or cannot be read.
    pub fn stored(&self, reference: &str) -> Result<StoredCase, Problem> {
        let store = self.store()?;
        let lookup = store.get(reference)?;
        self.warn_all(&lookup.warnings);
        if let Some(found) = lookup.found {
            return Ok(found);
        }
        let known: Vec<String> = store.cases()?.cases.into_iter().map(|held| held.case.reference).collect();
        let problem = Problem::store(format!("the store has no case `{reference}`"));
        Err(match nearest(reference, known.iter().map(String::as_str)) {
            Some(near) => problem.hint(format!("did you mean `{near}`?")),
            None => problem.hint("`yjs case list` shows the cases; `yjs case add` adds one"),
        })
    }

    /// Who and when, for a change. It bears the real time, whatever `--now` says: that decides what is answered only.
    ///
    /// # Errors
    /// When there is no worker code.
    pub fn stamp(&self) -> Result<Stamp, Problem> {
        // The sample refuses changes; nobody has to say who makes them.
        let by = if self.global.sample { "sample".to_owned() } else { self.worker()? };
        Ok(Stamp { at: self.real_time(), by })
    }

    /// What time it really is, by the system's clock. Tests pin it, which is then said.
    pub fn real_time(&self) -> DateTime<Utc> {
        let Some(at) = self.pinned_clock else { return clock::now(None).unwrap_or(self.now) };
        if !self.told_clock.swap(true, Ordering::Relaxed) {
            let mut page = Page::new();
            page.paragraph(format!("YJS_CLOCK is set: changes are saved as of {}.", london::short(at)));
            self.note_page(&page);
        }
        at
    }

    /// What is wrong with the store, when it was read and is not as it was saved.
    pub fn store_damage(&self) -> Vec<Problem> {
        self.local.get().map(LocalStore::damage).unwrap_or_default()
    }

    /// Whether a change was saved.
    pub fn has_saved(&self) -> bool {
        self.local.get().is_some_and(LocalStore::has_saved)
    }

    /// Whether questions may be asked: standard input and standard error are both terminals.
    pub fn may_ask(&self) -> bool {
        !self.global.no_input && std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
    }
}

/// The form of an answer that a setting names.
fn format_named(text: &str) -> Result<Format, Problem> {
    checked(Setting::Format, text)?;
    <Format as clap::ValueEnum>::from_str(text, false)
        .map_err(|_| Problem::usage(format!("`{text}` is no form of an answer")).field(Setting::Format.id()))
}
