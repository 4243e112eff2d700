//! XML, JSON, other separators, and a file without a format.

use super::{Desk, events};

const RETURN: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<EXPSSDA903>
  <CHILD>
    <HEADER><CHILDID>101</CHILDID><SEX>2</SEX><DOB>12/03/2008</DOB><ETHNIC>WBRI</ETHNIC>
      <AREVIEW><REVIEW>30/08/2017</REVIEW><REVIEW_CODE>PN6</REVIEW_CODE></AREVIEW>
      <OC2><CONVICTED>1</CONVICTED><HEALTH_CHECK>0</HEALTH_CHECK><SUBSTANCE_MISUSE>0</SUBSTANCE_MISUSE></OC2>
    </HEADER>
    <EPISODE><DECOM>15/02/2016</DECOM><RNE>S</RNE><LS>V2</LS><PL>U4</PL><DEC>14/08/2017</DEC><REC>X1</REC></EPISODE>
    <EPISODE><DECOM>14/08/2017</DECOM><RNE>L</RNE><LS>C2</LS><PL>U4</PL><DEC/><REC/></EPISODE>
    <MISSING><MISSING>M</MISSING><MIS_START>20/11/2017</MIS_START><MIS_END>04/12/2017</MIS_END></MISSING>
  </CHILD>
  <CHILD><HEADER><CHILDID>A&#45;B</CHILDID><DOB>01/02/2006</DOB></HEADER></CHILD>
</EXPSSDA903>
"#;

#[test]
fn the_looked_after_return_as_xml_is_read_child_by_child() {
    let desk = Desk::new();
    desk.file("return.xml", RETURN);
    let cases = desk.imported("return.xml -p tower_hamlets");
    let references: Vec<&str> = cases.iter().filter_map(|case| case["ref"].as_str()).collect();
    assert_eq!(references, ["101", "A-B"]);
    assert_eq!(events(&cases[0]), ["looked_after_started 2016-02-15", "went_missing 2017-11-20", "located 2017-12-04"]);
    assert_eq!((&cases[0]["born"], &cases[0]["facts"]["care_order"]), (&"2008-03-12".into(), &true.into()));
    let ran = desk.run("check return.xml -p tower_hamlets --as ssda903");
    assert!(!ran.err.contains("does not know"), "{}", ran.err);
    // One part of it alone.
    let ran = desk.run("check return.xml -p tower_hamlets --as ssda903-missing");
    assert!(ran.err.contains("read as ssda903-missing: 1 row."), "{}", ran.err);
}

#[test]
fn the_children_in_need_census_is_read_as_xml_and_as_csv() {
    let desk = Desk::new();
    let census = r#"<Message xmlns="x"><Header/><Children><Child>
        <ChildIdentifiers><LAchildID>7</LAchildID><PersonBirthDate>2010-03-24</PersonBirthDate></ChildIdentifiers>
        <CINdetails><CINreferralDate>2017-03-15</CINreferralDate><ReferralNFA>false</ReferralNFA>
          <ChildProtectionPlans><CPPstartDate>2017-04-01</CPPstartDate></ChildProtectionPlans></CINdetails>
        <CINdetails><CINreferralDate>2016-01-01</CINreferralDate><CINclosureDate>2016-01-02</CINclosureDate><ReferralNFA>true</ReferralNFA></CINdetails>
        </Child></Children></Message>"#;
    desk.file("census.xml", census);
    desk.file("children.csv", "LAchildID,PersonBirthDate\n7,2010-03-24\n");
    desk.file(
        "details.csv",
        "LAchildID,CINreferralDate,CINclosureDate,ReferralNFA\n7,2017-03-15,,False\n7,2016-01-01,2016-01-02,True\n",
    );
    desk.file("plans.csv", "LAchildID,CPPstartDate,CPPendDate\n7,2017-04-01,\n");
    let from_xml = desk.imported("census.xml -p camden");
    assert_eq!(events(&from_xml[0]), ["opened_to_social_care 2017-03-15"]);
    assert_eq!(from_xml[0]["facts"]["plan_type"], "child_protection");
    let ran = desk.run("store import children.csv details.csv plans.csv --as cin-census -p camden");
    assert!(ran.out.contains("Unchanged: 1"), "{}", ran.out);
}

#[test]
fn the_safeguarding_dataset_is_read_as_csv_and_as_json() {
    let desk = Desk::new();
    let person = "pers_person_id,pers_dob,pers_forename\nP1,2008-03-12T00:00:00,NULL\nP2,NULL,NULL\n";
    let missing = "miss_person_id,miss_missing_episode_start_date,miss_missing_episode_type,miss_missing_episode_end_date,miss_missing_rhi_offered\n\
        P1,2018-01-02T18:30:00,M,2018-01-03T00:00:00,Y\nP1,2018-02-01,Away without authorisation,NULL,N\n";
    let workers = "invo_person_id,invo_professional_id,invo_involvement_start_date,invo_involvement_end_date\n\
        P1,w07,2017-01-02,2017-06-01\nP1,w09,2017-06-01,NULL\n";
    let care = "clae_person_id,clae_cla_episode_start_date,clae_cla_episode_ceased\nP1,2016-02-15,NULL\n";
    desk.file("person.csv", person).file("missing.csv", missing).file("workers.csv", workers).file("care.csv", care);
    let from_csv = desk.imported("person.csv missing.csv workers.csv care.csv -p tower_hamlets --as ssds");
    assert_eq!((&from_csv[0]["worker"], &from_csv[0]["born"]), (&"w09".into(), &"2008-03-12".into()));
    assert!(from_csv[1].get("born").is_none(), "NULL is unknown");
    let wanted = [
        "looked_after_started 2016-02-15",
        "went_missing 2018-01-02T18:30:00",
        "located 2018-01-03",
        "unauthorised_absence_started 2018-02-01",
    ];
    assert_eq!(events(&from_csv[0]), wanted);
    let json = r#"{"ssd_person": [{"pers_person_id": "P1", "pers_dob": "2008-03-12T00:00:00"}, {"pers_person_id": "P2", "pers_dob": null}],
        "ssd_missing": [{"miss_person_id": "P1", "miss_missing_episode_start_date": "2018-01-02T18:30:00",
          "miss_missing_episode_type": "M", "miss_missing_episode_end_date": "2018-01-03T00:00:00"}],
        "ssd_other": [{"x": 1}]}"#;
    desk.file("dataset.json", json);
    let ran = desk.run("store import dataset.json -p tower_hamlets");
    assert!(ran.out.contains("Unchanged: 2"), "{}\n{}", ran.out, ran.err);
    assert!(ran.out.contains("has no table for these, so they were not read: ssd_other."), "{}", ran.out);
    let lines = "{\"pers_person_id\": \"P1\", \"pers_dob\": \"2008-03-12\"}\n{\"pers_person_id\": \"P2\", \"pers_dob\": null}\n";
    desk.file("person.json", format!("[{}]", lines.trim().replace('\n', ","))).file("person.jsonl", lines);
    for file in ["person.json", "person.jsonl"] {
        let ran = desk.run(&format!("store import {file} -p tower_hamlets"));
        assert!(ran.out.contains("Unchanged: 2"), "{file}: {}\n{}", ran.out, ran.err);
    }
}

#[test]
fn semicolons_tabs_title_lines_and_spare_cells_are_read() {
    let desk = Desk::new();
    let table = "Report of missing children\n\nChild ; DOB;MISSING;mis_start;MIS_END\n101;12/03/2008;M;02/01/2018;03/01/2018;;\n";
    desk.file("semicolons.csv", table).file("tabs.txt", table.replace(';', "\t"));
    for file in ["semicolons.csv", "tabs.txt"] {
        let ran = desk.run(&format!("check {file} -p camden"));
        assert!(
            ran.err.contains(&format!("{file} was recognised as ssda903-missing: 1 row below the heading on line 3.")),
            "{}",
            ran.err
        );
        assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    }
}

#[test]
fn a_file_without_a_format_is_read_by_what_its_columns_are_said_to_hold() {
    let desk = Desk::new();
    desk.file("lost.csv", "Made on 1 April\nChild ID,Born,Lost,Back,Young carer,Ward\nC1,12/03/2008,02/01/2018,03/01/2018,Y,North\nC2,01/02/2006,04/01/2018,,,South\n");
    let columns =
        "--columns \"ref=Child ID,born=Born,event:went_missing=Lost,event:located=Back,young_carer=Young carer\"";
    let ran = desk.run(&format!("check lost.csv -p camden {columns}"));
    assert_eq!(ran.code, 2, "days and months are not guessed");
    assert!(ran.out.contains("`12/03/2008` could mean two dates") && ran.out.contains("--dates dmy"), "{}", ran.out);
    let cases = desk.imported(&format!("lost.csv -p camden --dates dmy --ignore-columns Ward {columns}"));
    assert_eq!(events(&cases[0]), ["went_missing 2018-01-02", "located 2018-01-03"]);
    assert_eq!((&cases[0]["facts"]["young_carer"], cases[1]["facts"].get("young_carer")), (&true.into(), None));
    let ran = desk.run("check lost.csv -p camden --dates dmy --columns \"ref=Child ID,event:located=Found\"");
    assert!(ran.code == 2 && ran.err.contains("no line has all the columns `Child ID`, `Found`"), "{}", ran.err);
    let ran = desk.run("check lost.csv -p camden --columns born=Born");
    assert!(ran.err.contains("--columns does not say which column is the reference"), "{}", ran.err);
    let ran = desk.run("check lost.csv -p camden --columns \"ref=Child ID,no_such_fact=Ward\"");
    assert!(ran.out.contains("no fact is called `no_such_fact`"), "{}\n{}", ran.out, ran.err);
}

#[test]
fn a_column_that_can_only_have_the_day_first_is_said_with_the_option() {
    let desk = Desk::new();
    desk.file("lost.csv", "Child,Lost\nC1,29/01/2018\nC2,30/01/2018\n");
    let ran = desk.run("check lost.csv -p camden --columns \"ref=Child,event:went_missing=Lost\"");
    assert_eq!(ran.code, 2);
    assert!(
        ran.err.contains("Some dates in Lost can only be day first. If all of them are, add --dates dmy."),
        "{}",
        ran.err
    );
    desk.file("serial.csv", "Child,Lost\nC1,43129\n");
    let list = desk.json(
        "missing list --from serial.csv -p camden --dates serial --columns \"ref=Child,event:went_missing=Lost\"",
    );
    assert_eq!(list["cases"][0]["lost"], "2018-01-29");
}

#[test]
fn two_formats_that_fit_are_named() {
    let desk = Desk::new();
    std::fs::create_dir_all(desk.path().join("config/formats")).expect("a folder");
    let own = r#"{"id": "mine", "title": "Mine", "tables": [{"headings": ["CHILD", "MISSING", "MIS_START", "MIS_END"], "ref": "CHILD"}]}"#;
    desk.file("config/formats/mine.json", own).file("missing.csv", super::MISSING);
    let ran = desk.run("check missing.csv -p camden");
    assert_eq!(ran.code, 2);
    assert!(
        ran.err.contains("it fits more than one format: `mine`, `ssda903-missing`") && ran.err.contains("--as"),
        "{}",
        ran.err
    );
    assert_eq!(desk.run("check missing.csv -p camden --as mine").code, 0);
    let ran = desk.run("check missing.csv -p camden --as ssda903-mising");
    assert!(ran.code == 2 && ran.err.contains("did you mean `ssda903-missing`?"), "{}", ran.err);
}
