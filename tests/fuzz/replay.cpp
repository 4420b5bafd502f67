//
// replay.cpp
//
// Runs a target over the files that are named, for builds without libFuzzer.
//
// SPDX-License-Identifier: BSL-1.0
//


#include <cstdint>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>


extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);


namespace {


std::size_t replayed = 0;


void replayFile(const std::filesystem::path& path)
{
	std::printf("%s\n", path.c_str());
	std::fflush(stdout);                  // what breaks a rule is named last
	std::ifstream file(path, std::ios::binary);
	if (!file) throw std::filesystem::filesystem_error("cannot read", path, std::make_error_code(std::errc::io_error));
	const std::vector<std::uint8_t> bytes(std::istreambuf_iterator<char>(file), {});
	LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
	++replayed;
}


void replay(const std::filesystem::path& path)
{
	if (!std::filesystem::is_directory(path))
	{
		replayFile(path);
		return;
	}
	for (const auto& entry: std::filesystem::recursive_directory_iterator(path))
	{
		if (entry.is_regular_file()) replayFile(entry.path());
	}
}


} // namespace


int main(int argc, char** argv)
{
	try
	{
		for (int i = 1; i < argc; ++i) replay(argv[i]);
	}
	catch (const std::exception& exception)
	{
		std::fprintf(stderr, "%s\n", exception.what());
		return 2;
	}
	std::printf("%zu inputs, no broken rule\n", replayed);
	return replayed > 0 ? 0 : 2;
}
