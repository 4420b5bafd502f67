//
// PluginFileTest.cpp
//
// Paths and files that never reach the dynamic linker.
//
// SPDX-License-Identifier: BSL-1.0
//


#include "plugins/Loading.h"
#include <boost/test/unit_test.hpp>
#include <sys/stat.h>
#include <unistd.h>


using namespace WS;
using namespace WS::Test;


namespace {


std::string contents(const std::string& path)
{
	std::ifstream file(path, std::ios::binary);
	return {std::istreambuf_iterator<char>(file), {}};
}


struct Unprivileged
	/// Root may read everything: while this lives the process is nobody.
{
	Unprivileged()
	{
		isDone = user != 0 || ::seteuid(65534) == 0;
	}

	~Unprivileged()
	{
		if (user == 0 && ::seteuid(0) != 0) std::abort();
	}

	const uid_t user = ::geteuid();
	bool isDone = false;
};


} // namespace


BOOST_AUTO_TEST_SUITE(PluginFileTest)


BOOST_AUTO_TEST_CASE(badInput68APathThatIsNotAbsolute)
{
	for (const std::string path: {"hello.so", "./hello.so", "", "../hello.so"}) BOOST_TEST(refusal(path) == "the path is not absolute");
	BOOST_CHECK_THROW(PluginLoader::loadDirectory("plugins"), Poco::LibraryLoadException);
}


BOOST_AUTO_TEST_CASE(badInput68APathWithANul)
{
	std::string path = WS_TEST_HELLO;
	path.push_back('\0');
	BOOST_CHECK_THROW(PluginLoader::load(path), Poco::LibraryLoadException);
}


BOOST_AUTO_TEST_CASE(badInput68NothingThere)
{
	const Folder folder;
	BOOST_TEST(refusal(folder.path + "none.so") == "No such file or directory");
}


BOOST_AUTO_TEST_CASE(badInput68ALoopOfSymbolicLinks)
{
	const Folder folder;
	std::filesystem::create_symlink("b.so", folder.path + "a.so");
	std::filesystem::create_symlink("a.so", folder.path + "b.so");
	BOOST_TEST(refusal(folder.path + "a.so") == "Too many levels of symbolic links");
}


BOOST_AUTO_TEST_CASE(badInput68ADirectoryADeviceAFifo)
{
	const Folder folder;
	std::filesystem::create_directory(folder.path + "directory.so");
	BOOST_TEST(refusal(folder.path + "directory.so") == "is a directory");
	BOOST_TEST(refusal("/dev/null") == "is not a regular file");
	BOOST_REQUIRE(::mkfifo((folder.path + "fifo.so").c_str(), 0600) == 0);
	BOOST_TEST(refusal(folder.path + "fifo.so") == "is not a regular file");
}


BOOST_AUTO_TEST_CASE(badInput68AnEmptyFile)
{
	const Folder folder;
	BOOST_TEST(refusal(folder.write("empty.so", "")) == "is empty");
}


BOOST_AUTO_TEST_CASE(badInput68AFileThatCannotBeRead)
{
	const Folder folder;
	const std::string path = folder.copy(WS_TEST_HELLO, "unreadable.so");
	::chmod(folder.path.c_str(), 0755);
	::chmod(path.c_str(), 0);
	const Unprivileged nobody;
	if (nobody.isDone) BOOST_TEST(refusal(path) == "Permission denied");
	else BOOST_TEST_MESSAGE("this root cannot become nobody");
}


BOOST_AUTO_TEST_CASE(aDirectoryThatCannotBeListedMayHavePlugins)
{
	const Folder folder;
	const std::string path = folder.copy(object("magic"), "magic.so");
	::chmod(folder.path.c_str(), 0711);
	const Unprivileged nobody;
	if (nobody.isDone) BOOST_TEST(refusal(path).starts_with("was built otherwise: magic"));
	else BOOST_TEST_MESSAGE("this root cannot become nobody");
}


BOOST_AUTO_TEST_CASE(badInput68NotELF)
{
	const Folder folder;
	BOOST_TEST(refusal(folder.write("text.so", std::string(10000, 'x'))) == "is not an ELF file");
	BOOST_TEST(refusal(folder.write("short.so",
				   "\x7f"
				   "ELF"))
		== "is not an ELF file");
}


BOOST_AUTO_TEST_CASE(badInput68AnotherArchitecture)
{
	const Folder folder;
	std::string bytes = contents(WS_TEST_HELLO);
	bytes[18] = static_cast<char>(bytes[18] ^ 0x55);
	BOOST_TEST(refusal(folder.write("machine.so", bytes)) == "is for another machine");
}


BOOST_AUTO_TEST_CASE(badInput68AProgram)
{
	const Folder folder;
	std::string bytes = contents(WS_TEST_HELLO);
	bytes[16] = 1;
	BOOST_TEST(refusal(folder.write("relocatable.so", bytes)) == "is not a shared object");
}


BOOST_AUTO_TEST_CASE(badInput68AFileThatWasCutOffAnywhere)
{
	const Folder folder;
	const std::string bytes = contents(WS_TEST_HELLO);
	for (std::size_t size = 64; size < bytes.size(); size += 997)
	{
		BOOST_TEST(refusal(folder.write("cut.so", bytes.substr(0, size))) == "was cut off: its end is missing");
	}
}


BOOST_AUTO_TEST_CASE(badInput68HeadersThatPointOutsideOfTheFile)
{
	const Folder folder;
	const std::string bytes = contents(WS_TEST_HELLO);
	for (const std::size_t offset: {32, 40})        // of the program headers, of the section headers
	{
		std::string wrong = bytes;
		wrong.replace(offset, 8, 8, '\xff');
		BOOST_TEST(refusal(folder.write("wrong.so", wrong)) == "was cut off: its end is missing");
	}
}


BOOST_AUTO_TEST_CASE(badInput76AFileThatAnybodyMayWriteTo)
{
	const Folder folder;
	const std::string path = folder.copy(object("magic"), "writable.so");
	::chmod(path.c_str(), 0666);
	BOOST_TEST(refusal(path) == "anybody may write to the file");
}


BOOST_AUTO_TEST_CASE(badInput76ADirectoryThatAnybodyMayWriteTo)
{
	const Folder folder;
	const std::string path = folder.copy(object("magic"), "writable.so");
	::chmod(folder.path.c_str(), 01777);
	BOOST_TEST(refusal(path) == "anybody may write to its directory");
	BOOST_CHECK_THROW(PluginLoader::loadDirectory(folder.path), Poco::LibraryLoadException);
}


BOOST_AUTO_TEST_CASE(badInput76WhatAnybodyMayWriteToIsTakenOnDemand)
{
	const Folder folder;
	folder.copy(object("magic"), "writable.so");
	::chmod(folder.path.c_str(), 0777);
	const auto directory = PluginLoader::loadDirectory(folder.path, PluginLoader::Writers::ANYBODY);
	BOOST_REQUIRE(directory.refused.size() == 1);
	BOOST_TEST(directory.refused[0].reason.find("magic") != std::string::npos);
}


BOOST_AUTO_TEST_SUITE_END()
