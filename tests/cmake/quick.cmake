# The label `quick`: what a developer runs after every change, a minute in all on two cores. See README.md.

# Folders whose tests simulate for long: none of them is quick.
set(slow_folders backend calibrate cases cuda market)
# Elsewhere those that take more than about a second of a core, as googletest's filter names them.
set(slow_tests_backtest
  EvaluationTest.SizeAndPowerWithOverlap RefitTest.BatesKeepsItsParametersForAYear UniformityTest.P* CoverageTestsTest.SizeAndPower)
set(slow_tests_io FullDiskTest.* MergeTest.* ResultFileTest.BlocksDoNotShowOutsideProvenance
  ResultFileTest.ManyKeptColumnsAndBlocksAreKeptInOrder ResultFileTest.SameRunGivesTheSameBytes StateFileTest.Refuses*)
set(slow_tests_random BoxMuller.* Elementary.* NormalTest.*)
set(slow_tests_site PathMemoryTest.* PropertyTest.*)
set(slow_tests_stats ClosedFormTest.* StandardErrorTest.* StudyStateTest.EveryPartition* TailDependenceTest.StandardErrorIs*)

# Adds the tests of test_FOLDER, with the label where they are quick.
function(hashlease_discover_tests folder)
  set(options TEST_PREFIX ${folder}. DISCOVERY_TIMEOUT 60)
  if(folder IN_LIST slow_folders)
    gtest_discover_tests(test_${folder} ${options})
  elseif(slow_tests_${folder})
    string(JOIN ":" slow ${slow_tests_${folder}})
    gtest_discover_tests(test_${folder} ${options} TEST_FILTER "${slow}")
    gtest_discover_tests(test_${folder} ${options} TEST_FILTER "-${slow}" PROPERTIES LABELS quick)
  else()
    gtest_discover_tests(test_${folder} ${options} PROPERTIES LABELS quick)
  endif()
endfunction()

# Gives the label to tests of scripts.
function(hashlease_quick_tests)
  set_property(TEST ${ARGN} APPEND PROPERTY LABELS quick)
endfunction()
