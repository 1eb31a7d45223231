-- What describes a person moves to the module profiles (0064). Nothing wrote these tables, so there is nothing to carry over.
drop table directory.user_languages;
drop table directory.user_documents;
drop table directory.user_profiles;
drop table directory.user_education;
drop table directory.user_work_history;
drop table directory.user_skills;
drop table directory.user_certifications;
